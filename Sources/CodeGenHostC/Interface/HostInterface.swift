import CodeGenSupport
import IR
import Plan

/// The functions of `cora_nf_entry`, and the table itself.
struct HostInterface {
  var program: Program
  var plan: OffloadPlan
  var groups: [HostGroup]
  var pathCount: Int
  var resumeCount: Int
  /// The program's, then the half's own.
  var reasons: [String]

  var text: String {
    [tables, lifeFunctions, expire, counters, recordFunctions, remove, stateTable, configure, names, entry]
      .joined(separator: "\n")
  }

  private var tables: String {
    let rows = groups.map { "  {offsetof(struct cora_nf, \($0.name)), &\($0.name)_shape},\n" }
    return """
      /* ---- The interface ---- */

      static const uint32_t group_count = \(groups.count);
      static const uint32_t parameter_count = \(program.parameters.count);

      struct table_place {
        size_t offset; /* of the table in struct cora_nf */
        const struct cora_shape *shape;
      };

      static const struct table_place table_places[] = {
      \(rows.isEmpty ? "  {0, NULL},\n" : rows.joined())};

      static void *table_at(const struct cora_nf *nf, uint32_t group) {
        return (uint8_t *)nf + table_places[group].offset;
      }

      """
  }

  private var lifeFunctions: String {
    let rings = program.states.filter { $0.ring != nil }.map { state in
      "  memset(nf->\(CNames.symbol(ofState: state.name)), 0xff, sizeof nf->\(CNames.symbol(ofState: state.name)));\n"
    }
    return """
      static size_t instance_size(void) { return sizeof(struct cora_nf); }

      static struct cora_nf *instance_init(
          void *memory, const uint64_t *parameters, const struct cora_runtime *runtime) {
        if (memory == NULL || (uintptr_t)memory % 64 != 0) return NULL;
        struct cora_nf *nf = memory;
        if (runtime) nf->cora_runtime = *runtime;
        for (uint32_t at = 0; parameters && at < parameter_count; at++) nf->cora_parameters[at] = parameters[at];
        for (uint32_t group = 0; group < group_count; group++) {
          struct cora_table *table = table_at(nf, group);
          if (getrandom(&table->seed, sizeof table->seed, GRND_NONBLOCK) < 0) table->seed = 0x2545F4914F6CDD1Du;
        }
      \(rings.joined())  return nf;
      }

      """
  }

  private var expire: String {
    let calls = groups.filter { $0.timeout != 0 }.map { "  freed += \($0.name)_expire(nf, now, budget - freed);\n" }
    return """
      static uint32_t expire(struct cora_nf *nf, uint64_t now, uint32_t budget) {
        uint32_t freed = 0;
        (void)budget;
        if (now > nf->cora_clock) nf->cora_clock = now;
      \(calls.joined())  return freed;
      }

      """
  }

  private var counters: String {
    """
    static const struct cora_counts *paths(const struct cora_nf *nf) { return nf->cora_paths; }

    static const uint64_t *drops(const struct cora_nf *nf) { return nf->cora_drops; }

    static const uint64_t *mirrored(const struct cora_nf *nf) { return nf->cora_mirrored; }

    static const uint64_t *exported(const struct cora_nf *nf) { return nf->cora_exported; }

    static uint32_t occupancy(const struct cora_nf *nf, uint32_t group) {
      return group < group_count ? ((const struct cora_table *)table_at(nf, group))->used : 0;
    }

    """
  }

  private var recordFunctions: String {
    """
    /// The record in a used slot, or null.
    static struct cora_record *used_record(const struct cora_nf *nf, uint32_t group, uint32_t slot) {
      if (group >= group_count || slot >= table_places[group].shape->capacity) return NULL;
      struct cora_record *record = cora_record_at(table_at(nf, group), table_places[group].shape, slot);
      return record->used ? record : NULL;
    }

    static uint8_t *record(struct cora_nf *nf, uint32_t group, uint32_t slot) {
      return (uint8_t *)used_record(nf, group, slot);
    }

    static void attach_control(struct cora_nf *nf, uint32_t group, struct cora_control *control) {
      if (group < group_count) ((struct cora_table *)table_at(nf, group))->control = control;
    }

    static uint32_t owner(const struct cora_nf *nf, uint32_t group, uint32_t slot) {
      const struct cora_record *found = used_record(nf, group, slot);
      return found ? found->owner : CORA_OWNER_HOST;
    }

    static void set_owner(struct cora_nf *nf, uint32_t group, uint32_t slot, uint32_t owner) {
      struct cora_record *found = used_record(nf, group, slot);
      if (found) found->owner = (uint16_t)owner;
    \(newOwners)}

    static uint64_t timeout(const struct cora_nf *nf, uint32_t group, uint32_t slot) {
      if (used_record(nf, group, slot) == NULL) return 0;
      return cora_timeout(table_at(nf, group), table_places[group].shape, slot);
    }

    static uint64_t last_seen(const struct cora_nf *nf, uint32_t group, uint32_t slot) {
      if (used_record(nf, group, slot) == NULL) return 0;
      return cora_last_seen(table_at(nf, group), table_places[group].shape, slot);
    }

    static void touch(struct cora_nf *nf, uint32_t group, uint32_t slot, uint64_t now) {
      if (used_record(nf, group, slot)) cora_touch_from_nic(table_at(nf, group), table_places[group].shape, slot, now);
    }

    static uint32_t hits(const struct cora_nf *nf, uint32_t group, uint32_t slot) {
      const struct cora_record *found = used_record(nf, group, slot);
      return found ? found->hits : 0;
    }

    """
  }

  private var newOwners: String {
    let timed = groups.filter { $0.timeouts != nil && $0.isSplit }
    return timed.isEmpty ? "" : "  if (found) switch (group) {\n\(timed.map(newOwner).joined())  default: break;\n  }\n"
  }

  /// The host takes the time-out from the field again; the NIC may shorten it from now on.
  private func newOwner(_ group: HostGroup) -> String {
    """
      case \(group.index):
        if (owner == CORA_OWNER_HOST) \(group.name)_retime(nf, slot);
        else cora_hasten(&nf->\(group.name), &\(group.name)_shape, slot,
                         cora_later(nf->cora_clock, \(group.name)_shape.least_timeout));
        break;

    """
  }

  private var remove: String {
    let cases = groups.map { "  case \($0.index): \($0.name)_free(nf, slot); break;\n" }
    return """
      static void remove_record(struct cora_nf *nf, uint32_t group, uint32_t slot) {
        if (used_record(nf, group, slot) == NULL) return;
        switch (group) {
      \(cases.joined())  default: break;
        }
      }

      """
  }

  private var configure: String {
    let cases = program.states.indices.compactMap { HostTable(StateID($0), in: program) }.map { table in
      "  case \(table.id.index): return \(table.name)_configure(nf, rows, count);\n"
    }
    return """
      static int configure(struct cora_nf *nf, uint32_t state, const uint64_t *rows, uint32_t count) {
        (void)nf, (void)rows, (void)count;
        switch (state) {
      \(cases.joined())  default: return -1;
        }
      }

      """
  }

  private var stateTable: String {
    let cases = program.states.enumerated().compactMap { index, state -> String? in
      guard state.map == nil, state.pool == nil, state.table == nil else { return nil }
      let name = CNames.symbol(ofState: state.name)
      return "  case \(index): *bytes = sizeof nf->\(name); return \(state.queue == nil ? "" : "&")nf->\(name);\n"
    }
    return """
      static void *state_table(struct cora_nf *nf, uint32_t state, size_t *bytes) {
        (void)nf;
        switch (state) {
      \(cases.joined())  default: *bytes = 0; return NULL;
        }
      }

      """
  }
}
