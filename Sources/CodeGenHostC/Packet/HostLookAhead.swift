import CodeGenSupport
import IR
import Plan

/// The way from the entry to each packet's first lookup, run over the burst before the packets are: it finds the keys, and starts
/// fetching what the lookups will read.
///
/// It is a slice of the program: no effects, and lookups at the end. In the slice a lookup is written as an addition to the map under
/// its key; the dialect prints additions, those to large sketches too, as prefetches. A key that an effect would have changed
/// makes it fetch in vain, no more.
struct HostLookAhead {
  let slice: Program
  /// Maps whose lookups are looked ahead for, by state index.
  let maps: [StateID]

  init(_ program: Program) {
    var slice = program
    var maps: Set<Int> = []
    for (index, block) in program.blocks.enumerated() {
      let known = block.instructions.prefix { $0.result == nil || Self.isPure($0.operation) }
      slice.blocks[index].instructions = known.filter { $0.result != nil || Self.fetches($0.operation, program) }
      guard known.count == block.instructions.count else {
        slice.blocks[index].terminator = .finish(.toControlPlane)
        continue
      }
      switch block.terminator {
      case .jump, .branch, .switch, .extract: break
      case .lookup(let state, let key, _, _, _) where !key.isEmpty:
        maps.insert(state.index)
        slice.blocks[index].instructions.append(Instruction(.sketchAdd(state, key: key, amount: key[0])))
        slice.blocks[index].terminator = .finish(.toControlPlane)
      default: slice.blocks[index].terminator = .finish(.toControlPlane)
      }
    }
    let trimmed = Self.trimmed(slice)
    self.slice = trimmed
    self.maps = maps.sorted().map(StateID.init).filter { map in trimmed.blocks.contains { Self.looksAhead($0, map) } }
  }

  /// Ends the ways that lead to nothing to fetch, and leaves out what only they needed.
  private static func trimmed(_ slice: Program) -> Program {
    var slice = slice
    var useful = [Bool](repeating: false, count: slice.blocks.count)
    for (index, block) in slice.blocks.enumerated().reversed() {
      let fetches = block.instructions.contains { $0.result == nil }
      useful[index] = fetches || block.terminator.targets.contains { useful[$0.block.index] }
      if useful[index] { continue }
      slice.blocks[index].instructions = []
      slice.blocks[index].terminator = .finish(.toControlPlane)
    }
    let passes: [Pass] = [
      .unreachableBlocks, .deadCode, .jumpThreading, .unreachableBlocks, .blockMerging, .unreachableBlocks, .deadCode,
    ]
    return passes.reduce(slice) { $1.run($0) }
  }

  /// Adds to a sketch too large for the inner caches.
  private static func fetches(_ operation: Operation, _ program: Program) -> Bool {
    guard case .sketchAdd(let state, _, _) = operation, let sketch = program[state].sketch else { return false }
    return sketch.rows * sketch.columns * 8 >= HostPacket.smallTableBytes
  }

  /// Looks ahead whatever the tables hold: a sketch is large from the start.
  var isAlwaysWorthwhile: Bool {
    slice.blocks.contains { $0.instructions.contains { Self.fetches($0.operation, slice) } }
  }

  private static func looksAhead(_ block: Block, _ map: StateID) -> Bool {
    if case .sketchAdd(map, _, _)? = block.instructions.last?.operation { true } else { false }
  }

  /// Reads the packet and nothing that packets change.
  private static func isPure(_ operation: Operation) -> Bool {
    switch operation {
    case .constant, .parameter, .binary, .compare, .select, .convert, .hash, .packetLength, .ingressPort, .now,
      .loadField:
      true
    default: false
    }
  }
}

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
    return """
      /// The first lookup of a packet: its place in `fetch_record`, from 1, and the hash of its key.
      struct ahead {
        u32 lookup;
        u32 hash;
      };

      \(ahead.maps.enumerated().map { fetchCell($0 + 1, $1, dialect) }.joined())/// Finds the first key that a packet looks up, and starts fetching the index cell.
      static struct ahead look_ahead(struct cora_nf *nf, const struct cora_packet *packet, const u64 now) {
        \(dialect.resumes ? "if (packet->resume != CORA_PUNT_RESTART) return (struct ahead){0, 0};\n  " : "")u8 *const data = packet->data;
        const u32 length = packet->length;
        (void)nf, (void)data, (void)length, (void)now;

      \(withoutPathCounting(body))}

      /// Starts fetching the records that the first lookups will find. Small tables are in the caches by themselves.
      static void fetch(struct cora_nf *nf, const struct cora_packet *packets, uint32_t count) {
        struct ahead ahead[\(Self.stride)];
      \(ahead.isAlwaysWorthwhile ? "" : "  if (\(isSmall(ahead.maps))) return;\n")        for (uint32_t at = 0; at < count; at++) ahead[at] = look_ahead(nf, &packets[at], nf->cora_clock);
        for (uint32_t at = 0; at < count; at++) {
          switch (ahead[at].lookup) {
      \(ahead.maps.enumerated().map { fetchRecord($0 + 1, $1, dialect) }.joined())    default: break;
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
