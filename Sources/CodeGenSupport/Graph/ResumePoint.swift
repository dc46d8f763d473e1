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
    let liveness = Liveness(program)
    for (position, cut) in plan.cuts.enumerated() where cut.mode == .resume {
      points.append(try ResumePoint(cut, at: position, index: points.count, of: program, liveness))
    }
    return points
  }

  private init(
    _ cut: Cut, at position: Int, index: Int, of program: Program, _ liveness: Liveness
  ) throws(CodeGenError) {
    guard program.blocks.indices.contains(cut.from),
      program.blocks[cut.from].terminator.targets.indices.contains(cut.edge)
    else { throw .foreignPlan(what: "no edge \(cut.edge) of block b\(cut.from)") }
    let target = program.blocks[cut.from].terminator.targets[cut.edge]
    let live = liveness.liveIn(target.block)
    if let entry = live.sortedEntries.first {
      throw .entryLivesAcross(entry: program[entry].name, from: cut.from, edge: cut.edge)
    }
    self.index = index
    self.cut = position
    self.from = BlockID(cut.from)
    self.edge = cut.edge
    self.target = target.block
    let known = program.valuesKnownToBothHalves
    values = live.sortedValues.filter { !known.contains($0) }
    headers = live.sortedHeaders
    arguments = target.arguments
    if liveCount > Self.mostLive { throw .tooManyLive(count: liveCount, from: cut.from, edge: cut.edge) }
  }
}

extension Program {
  /// Values that need no hand-over: constants and program parameters.
  var valuesKnownToBothHalves: Set<Value> {
    Set(blocks.flatMap(\.instructions).filter(\.operation.isKnown).compactMap(\.result))
  }
}
