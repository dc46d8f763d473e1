import IR
import Plan

/// A resume cut, and what the halves hand over there: live values in ascending id, then the target's parameters in
/// order, then the byte offsets of live headers in ascending handle. Constants and program parameters are not handed
/// over: both halves know them.
public struct ResumePoint: Hashable, Sendable {
  /// Its number in the punt header: its place among the plan's resume cuts.
  public var index: Int
  /// Position in `plan.cuts`.
  public var cut: Int
  public var from: BlockID
  public var edge: Int
  public var target: BlockID
  public var values: [Value]
  public var headers: [HeaderID]
  /// The edge's arguments, on the NIC side of the target's parameters.
  public var arguments: [Value]
  /// 64-bit values in the punt header.
  public var liveCount: Int { values.count + arguments.count + headers.count }

  /// Values that a punt header holds at most: `CORA_PUNT_MAX_LIVE`.
  public static let mostLive = 12

  /// The plan's resume points in order.
  public static func all(of program: Program, _ plan: OffloadPlan) throws(CodeGenError) -> [ResumePoint] {
    var points: [ResumePoint] = []
    for (position, cut) in plan.cuts.enumerated() where cut.mode == .resume {
      points.append(try ResumePoint(cut, at: position, index: points.count, of: program))
    }
    return points
  }

  private init(_ cut: Cut, at position: Int, index: Int, of program: Program) throws(CodeGenError) {
    guard program.blocks.indices.contains(cut.from),
      program.blocks[cut.from].terminator.targets.indices.contains(cut.edge)
    else { throw .foreignPlan(what: "no edge \(cut.edge) of block b\(cut.from)") }
    let target = program.blocks[cut.from].terminator.targets[cut.edge]
    let region = LiveInto(target.block, of: program)
    if let entry = region.entries.min(by: { $0.index < $1.index }) {
      throw .entryLivesAcross(entry: program[entry].name, from: cut.from, edge: cut.edge)
    }
    self.index = index
    self.cut = position
    self.from = BlockID(cut.from)
    self.edge = cut.edge
    self.target = target.block
    values = region.values.sorted { $0.id < $1.id }
    headers = region.headers.sorted { $0.index < $1.index }
    arguments = target.arguments
    if liveCount > Self.mostLive { throw .tooManyLive(count: liveCount, from: cut.from, edge: cut.edge) }
  }
}

/// What the blocks from one block on use and do not define themselves. A definition dominates its uses, and the graph
/// is acyclic, so what is defined in the region is defined after its first block on every way.
private struct LiveInto {
  var values: Set<Value> = []
  var headers: Set<HeaderID> = []
  var entries: Set<EntryID> = []

  init(_ start: BlockID, of program: Program) {
    var region: Set<Int> = [start.index]
    for index in start.index..<program.blocks.count where region.contains(index) {
      region.formUnion(program.blocks[index].terminator.targets.map(\.block.index))
    }
    for index in region { use(program.blocks[index]) }
    for index in region { define(program.blocks[index]) }
    for block in program.blocks { values.subtract(block.knownToBothHalves) }
  }

  private mutating func use(_ block: Block) {
    for instruction in block.instructions {
      values.formUnion(instruction.operation.operands)
      if let header = instruction.operation.header { headers.insert(header) }
      if let entry = instruction.operation.entry { entries.insert(entry) }
    }
    values.formUnion(block.terminator.operands)
    values.formUnion(block.terminator.targets.flatMap(\.arguments))
    if let entry = block.terminator.entry { entries.insert(entry) }
  }

  private mutating func define(_ block: Block) {
    values.subtract(block.parameters)
    values.subtract(block.instructions.compactMap(\.result))
    if let result = block.terminator.result { values.remove(result) }
    if let header = block.terminator.boundHeader { headers.remove(header) }
    if let entry = block.terminator.boundEntry { entries.remove(entry) }
  }
}

extension Block {
  /// Results that need no hand-over: constants and program parameters.
  var knownToBothHalves: [Value] {
    instructions.compactMap { instruction in
      switch instruction.operation {
      case .constant, .parameter: instruction.result
      default: nil
      }
    }
  }
}
