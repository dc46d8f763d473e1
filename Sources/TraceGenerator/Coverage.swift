import IR

/// Which branches of a program packets took: the edges of blocks that have more than one.
///
/// Edges that no packet can take are not counted: see `Feasibility`.
public struct Coverage: Sendable {
  /// An edge that no packet took.
  public struct Missing: Hashable, Sendable, CustomStringConvertible {
    public var edge: Edge
    public var block: String
    /// As in the IR's text: `hit`, `else`, or a case's number.
    public var name: String
    /// `file:line` of the source; empty where it is not known.
    public var place: String

    public var description: String { "b\(edge.from.index) \(block): \(name)\(place.isEmpty ? "" : " (\(place))")" }
  }

  let program: Program
  let table: EdgeTable
  private(set) var reached: [Bool]
  /// Edges of each block that are not reached yet.
  private(set) var open: [Int]
  /// Edges that count.
  public let reachable: Int
  public private(set) var reachedCount = 0

  public init(_ program: Program) {
    self.program = program
    table = EdgeTable(program)
    reached = [Bool](repeating: false, count: table.count)
    open = [Int](repeating: 0, count: program.blocks.count)
    for edge in table.edges { open[edge.from.index] += 1 }
    reachable = table.edges.count
  }

  /// Of the edges that count, the part that was reached; 1 when there are none.
  public var share: Double { reachable == 0 ? 1 : Double(reachedCount) / Double(reachable) }

  public var missing: [Missing] {
    table.edges.filter { !reached[table.index($0)] }.map { edge in
      let block = program[edge.from]
      let names = block.terminator.edgeNames
      let line = block.terminatorSpan.map { "\($0.file):\($0.start.line)" }
      return Missing(
        edge: edge, block: block.label, name: names.indices.contains(edge.index) ? names[edge.index] : "\(edge.index)",
        place: line ?? "")
    }
  }

  /// Such as `98.2 % (55 of 56)`.
  public var text: String {
    let tenths = reachable == 0 ? 1000 : reachedCount * 1000 / reachable
    return "\(tenths / 10).\(tenths % 10) % (\(reachedCount) of \(reachable))"
  }

  /// Notes a path's edges, and says whether one of them is new.
  mutating func insert(_ path: [PathStep]) -> Bool {
    var isNew = false
    for step in path {
      let edge = Edge(step.block, step.edge)
      guard table.counts(edge), !reached[table.index(edge)] else { continue }
      note(edge)
      isNew = true
    }
    return isNew
  }

  /// Counts what other packets took of the same blocks too.
  public mutating func formUnion(_ other: Coverage) {
    for edge in table.edges where other.reached[table.index(edge)] && !reached[table.index(edge)] { note(edge) }
  }

  /// The edges that were taken, by their numbers among all of the program.
  public var taken: [Int] { reached.indices.filter { reached[$0] } }

  /// What an earlier run of the same program took: its `taken`.
  public init(_ program: Program, taken: [Int]) {
    self.init(program)
    let numbers = Set(taken)
    for edge in table.edges where numbers.contains(table.index(edge)) { note(edge) }
  }

  private mutating func note(_ edge: Edge) {
    reached[table.index(edge)] = true
    open[edge.from.index] -= 1
    reachedCount += 1
  }

  func isOpen(_ edge: Edge) -> Bool { table.counts(edge) && !reached[table.index(edge)] }
  func isReached(_ number: Int) -> Bool { reached[number] }
}

/// The edges that count, with a number for each.
struct EdgeTable: Sendable {
  let edges: [Edge]
  let count: Int
  private let first: [Int]
  private let isCounted: [Bool]

  init(_ program: Program) {
    var (first, total): ([Int], Int) = ([], 0)
    for block in program.blocks {
      first.append(total)
      total += block.terminator.targets.count
    }
    edges = Feasibility(program).edges.filter { program[$0.from].terminator.targets.count > 1 }
    var isCounted = [Bool](repeating: false, count: total)
    for edge in edges { isCounted[first[edge.from.index] + edge.index] = true }
    self.first = first
    self.isCounted = isCounted
    count = total
  }

  func index(_ edge: Edge) -> Int { first[edge.from.index] + edge.index }
  func counts(_ edge: Edge) -> Bool { isCounted[index(edge)] }
}
