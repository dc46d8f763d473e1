/// One way of packets through a program.
public struct PathClass: Hashable, Sendable {
  /// The number that `PathNumbering` gives it, and that both halves count it under.
  public var number: Int
  /// For people, and to match paths between programs: headers, port, what was found, verdict, such as
  /// `ipv4.udp inside: bindings hit → forward outside`. Unique within the program.
  public var id: String
  public var steps: [PathStep]
  /// The entry first, the block with the verdict last.
  public var blocks: [BlockID]
  public var verdict: Verdict
  /// The port that its packets come in by, where the path decides by it.
  public var ingressPort: Int?
  /// In order of execution.
  public var accesses: [StateAccess]
  /// Position in `blocks` of the first block that has an effect on this path.
  public var firstEffect: Int?
  /// False when two of its decisions contradict each other, so that no packet takes it. True is no promise.
  public var isFeasible: Bool

  /// The states it touches.
  public var states: Set<StateID> { Set(accesses.map(\.state)) }
}

/// All paths of a program, by number.
public struct PathClasses: Sendable {
  public let all: [PathClass]
  private let numbers: [String: Int]

  /// - Parameter program: well-formed; it has at most `PathNumbering.mostPaths` paths.
  public init(_ program: Program) {
    self.init(program, PathNumbering(program), StateAccesses(program), Derivations(program))
  }

  init(_ program: Program, _ numbering: PathNumbering, _ accesses: StateAccesses, _ derivations: Derivations) {
    let tracer = PathTracer(program, numbering, accesses, derivations)
    let traces = (0..<numbering.count).compactMap(tracer.trace)
    let ids = PathNames.unique(traces)
    all = zip(traces, ids).map { trace, id in
      var path = trace.path
      path.id = id
      return path
    }
    numbers = Dictionary(all.map { ($0.id, $0.number) }) { first, _ in first }
  }

  public subscript(_ number: Int) -> PathClass? { all.indices.contains(number) ? all[number] : nil }

  /// The path of an id.
  public subscript(_ id: String) -> PathClass? { numbers[id].map { all[$0] } }
}
