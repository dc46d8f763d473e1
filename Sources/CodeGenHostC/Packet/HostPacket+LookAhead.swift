import CodeGenSupport
import IR
import Plan

extension HostPacket {
  /// Records of a group below which its tables stay in the caches by themselves; bytes of records and index cells.
  static let smallTableBytes = 1 << 18

  /// The functions that look ahead; nothing when no lookup is near enough to the entry.
  func lookAhead(_ ahead: HostLookAhead, _ dialect: HostDialect) throws(CodeGenError) -> String {
    guard !ahead.maps.isEmpty else { return "" }
    var aheadDialect = dialect
    aheadDialect.aheadMaps = ahead.maps
    let plain = OffloadPlan(
      program: plan.program, programDigest: plan.programDigest, target: plan.target, strategy: .hostOnly,
      offloads: false, placements: plan.placements, nicBlocks: [], cuts: [])
    var emitter = try GraphEmitter(hostHalfOf: ahead.slice, plain, dialect: aheadDialect)
    let body = try emitter.body()
    let cells = ahead.maps.enumerated().map { fetchCell($0 + 1, $1, dialect) }
    let records = ahead.maps.enumerated().map { fetchRecord($0 + 1, $1, dialect) }
    let onlyRestarts = "  if (packet->resume != CORA_PUNT_RESTART) return (struct ahead){0, 0};\n"
    return """
      /// The first lookup of a packet: its place in `fetch_record`, from 1, and the hash of its key.
      struct ahead {
        u32 lookup;
        u32 hash;
      };

      \(cells.joined())/// Finds the first key that a packet looks up, and starts fetching the index cell.
      static struct ahead look_ahead(struct cora_nf *nf, const struct cora_packet *packet, const u64 now) {
      \(dialect.resumes ? onlyRestarts : "")  u8 *const data = packet->data;
        const u32 length = packet->length;
        (void)nf, (void)data, (void)length, (void)now;

      \(withoutPathCounting(body))}

      /// Starts fetching the records that the first lookups will find. Small tables are in the caches by themselves.
      static void fetch(struct cora_nf *nf, const struct cora_packet *packets, uint32_t count) {
        struct ahead ahead[\(Self.stride)];
      \(ahead.isAlwaysWorthwhile ? "" : "  if (\(isSmall(ahead.maps))) return;\n")\
        for (uint32_t at = 0; at < count; at++) ahead[at] = look_ahead(nf, &packets[at], nf->cora_clock);
        for (uint32_t at = 0; at < count; at++) {
          switch (ahead[at].lookup) {
      \(records.joined())    default: break;
          }
        }
      }

      """
  }

  private func fetchCell(_ number: Int, _ map: StateID, _ dialect: HostDialect) -> String {
    guard let (group, member) = try? dialect.group(of: map), let position = group.member(of: map) else { return "" }
    return """
      inline_always struct ahead \(member.name)_ahead(struct cora_nf *nf, const struct \(member.key.tag) *key) {
        u32 hash = cora_key_hash(&nf->\(group.name), key, sizeof *key);
        cora_prefetch_cell(&nf->\(group.name), &\(group.name)_shape, \(position), hash);
        return (struct ahead){\(number), hash};
      }


      """
  }

  private func fetchRecord(_ number: Int, _ map: StateID, _ dialect: HostDialect) -> String {
    guard let (group, _) = try? dialect.group(of: map), let position = group.member(of: map) else { return "" }
    return """
          case \(number):
            cora_prefetch_record(&nf->\(group.name), &\(group.name)_shape, \(position), ahead[at].hash);
            break;

      """
  }

  private func isSmall(_ maps: [StateID]) -> String {
    let groups = groups.filter { group in maps.contains { group.member(of: $0) != nil } }
    return groups.map { group in
      "nf->\(group.name).head.used < \(Self.smallTableBytes) / sizeof(struct \(group.name)_record)"
    }.joined(separator: " && ")
  }

  /// The slice's paths are not the program's.
  private func withoutPathCounting(_ body: String) -> String {
    body.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      let line = line.drop { $0 == " " }
      return !line.hasPrefix("path += ") && !line.hasPrefix("u32 path = ")
    }.joined(separator: "\n")
  }
}
