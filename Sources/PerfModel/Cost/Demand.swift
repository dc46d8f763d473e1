/// What one offered packet takes of each resource on average, at one bound. Times are nanoseconds.
public struct Demand: Hashable, Sendable {
  /// On the NIC site's cores.
  public var nic = 0.0
  /// On the NIC site's shared memory engine.
  public var engine = 0.0
  /// On host cores, for packets.
  public var host = 0.0
  /// On host cores, for writing the NIC's tables.
  public var control = 0.0
  /// Share of packets that the NIC half finishes.
  public var finishedOnNIC = 0.0
  /// Bytes over the bus towards the host.
  public var busBytes = 0.0
  /// Table entries written or deleted on the NIC.
  public var writes = 0.0

  public var punted: Double { 1 - finishedOnNIC }

  public init() {}
}
