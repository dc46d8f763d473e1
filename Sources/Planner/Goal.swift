/// What a plan is to reach.
public enum Goal: Hashable, Sendable {
  /// This many packets per second with the fewest host cores.
  case rate(Double)
  /// The most packets per second with this many host cores.
  case cores(Double)
  /// The most packets per second with all host cores of the device.
  case mostRate
}

/// How long a search may take. The planner has no clock: the caller passes one, or limits the nodes.
public struct SearchBudget: Sendable {
  /// Assignments evaluated, at most.
  public var nodes: Int
  /// Milliseconds on `clock`, at most.
  public var milliseconds: Double
  /// Milliseconds since some moment; nil: time is neither limited nor reported.
  public var clock: (@Sendable () -> Double)?
  /// Told, now and then, the milliseconds spent and the gap that is left, 0 … 1.
  public var progress: (@Sendable (Double, Double) -> Void)?

  public init(
    nodes: Int = .max, milliseconds: Double = .infinity, clock: (@Sendable () -> Double)? = nil,
    progress: (@Sendable (Double, Double) -> Void)? = nil
  ) {
    self.progress = progress
    self.nodes = nodes
    self.milliseconds = milliseconds
    self.clock = clock
  }

  public static let unlimited = SearchBudget()

  /// A part of it, for a search beside the one that it was given for.
  func part(_ share: Double) -> SearchBudget {
    let nodes = nodes == .max ? .max : max(1, Int(Double(nodes) * share))
    return SearchBudget(nodes: nodes, milliseconds: milliseconds * share, clock: clock)
  }
}
