import IR
import Plan

extension HostInterface {
  /// The constants that the entry points at.
  var names: String {
    groups.map(memberTable).joined() + """
      static const struct cora_group groups[] = {
      \(groups.isEmpty ? "  {0},\n" : groups.map(groupRow).joined())};

      static const char *const reasons[] = {\((reasons.map(cString) + ["NULL"]).joined(separator: ", "))};
      static const char *const ports[] = {\((program.ports.map(cString) + ["NULL"]).joined(separator: ", "))};

      """
  }

  private func memberTable(_ group: HostGroup) -> String {
    let rows = group.members.map { member in
      let hasValue = !member.value.isEmpty
      let value =
        hasValue ? "offsetof(struct \(group.name)_record, \(member.name)), sizeof(struct \(member.value.tag))" : "0, 0"
      return """
          {\(cString(member.source.name)),
           offsetof(struct \(group.name)_record, \(member.name)_key), sizeof(struct \(member.key.tag)),
           \(value)},

        """
    }
    return "static const struct cora_member \(group.name)_members[] = {\n\(rows.joined())};\n\n"
  }

  private func groupRow(_ group: HostGroup) -> String {
    """
      {
        .name = \(cString(group.members[0].source.name)), .capacity = \(group.map.capacity),
        .member_count = \(group.members.count), .members = \(group.name)_members, .timeout = \(group.timeout)u,
        .is_split = \(group.isSplit ? 1 : 0), .nic_writes = \(group.nicWrites.rawValue),
      },

    """
  }

  var entry: String {
    """
    const struct cora_nf_vtable cora_nf_entry = {
      .abi = CORA_NF_ABI,
      .name = \(cString(program.name)),
      .program_digest = \(cString(plan.programDigest)),
      .path_count = \(pathCount),
      .reason_count = \(reasons.count),
      .port_count = \(program.ports.count),
      .group_count = \(groups.count),
      .resume_count = \(resumeCount),
      .state_count = \(program.states.count),
      .reasons = reasons,
      .ports = ports,
      .groups = groups,
      .own_reason_count = \(reasons.count - program.reasons.count),
      .stream_count = \(program.streams.count),
      .most_mirrors = \(program.mostMirrors),
      .moves_bytes = \(program.movesBytes ? 1 : 0),
      .size = instance_size,
      .init = instance_init,
      .process_burst = process_burst,
      .expire = expire,
      .paths = paths,
      .drops = drops,
      .mirrored = mirrored,
      .exported = exported,
      .occupancy = occupancy,
      .record = record,
      .attach_control = attach_control,
      .owner = owner,
      .set_owner = set_owner,
      .last_seen = last_seen,
      .timeout = timeout,
      .touch = touch,
      .remove = remove_record,
      .hits = hits,
      .table = state_table,
      .configure = configure,
    };

    """
  }
}
