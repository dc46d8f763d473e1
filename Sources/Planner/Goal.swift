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

  public init(nodes: Int = .max, milliseconds: Double = .infinity, clock: (@Sendable () -> Double)? = nil) {
    self.nodes = nodes
    self.milliseconds = milliseconds
    self.clock = clock
  }

  public static let unlimited = SearchBudget()
}
