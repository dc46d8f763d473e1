import CodeGenSupport
import IR
import Plan

/// The way from the entry to each packet's first lookup, run over the burst before the packets are: it finds the keys,
/// and starts fetching what the lookups will read.
///
/// It is a slice of the program: no effects, and lookups at the end. In the slice a lookup is written as an addition to
/// the map under its key; the dialect prints additions, those to large sketches too, as prefetches. A key that an effect
/// would have changed makes it fetch in vain, no more.
struct HostLookAhead {
  let slice: Program
  /// Maps whose lookups are looked ahead for, by state index.
  let maps: [StateID]

  init(_ program: Program) {
    var slice = program
    var maps: Set<Int> = []
    for (index, block) in program.blocks.enumerated() {
      let known = block.instructions.prefix { Self.isPassed($0) }
      slice.blocks[index].instructions = known.filter { $0.result != nil || Self.fetches($0.operation, program) }
      guard known.count == block.instructions.count else {
        slice.blocks[index].terminator = .finish(.toControlPlane)
        continue
      }
      switch block.terminator {
      case .jump, .branch, .switch, .extract: break
      case .lookup(let state, let key, _, _, _) where !key.isEmpty && program[state].map != nil:
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
    return sketch.rows * sketch.columns * sketch.cellBits / 8 >= HostPacket.smallTableBytes
  }

  /// Looks ahead whatever the tables hold: a sketch is large from the start.
  var isAlwaysWorthwhile: Bool {
    slice.blocks.contains { $0.instructions.contains { Self.fetches($0.operation, slice) } }
  }

  private static func looksAhead(_ block: Block, _ map: StateID) -> Bool {
    if case .sketchAdd(map, _, _)? = block.instructions.last?.operation { true } else { false }
  }

  /// Looks no further than an instruction that finds out something that packets change, or moves headers.
  private static func isPassed(_ instruction: Instruction) -> Bool {
    if instruction.operation.movesBytes || instruction.operation.boundHeader != nil { return false }
    return instruction.result == nil || isPure(instruction.operation)
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
