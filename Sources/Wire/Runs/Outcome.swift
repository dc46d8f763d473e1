/// What became of a packet, on whatever site it was decided.
public struct Outcome: Hashable, Sendable {
  public enum Verdict: UInt8, Hashable, Sendable, CustomStringConvertible {
    case forward = 0
    case drop = 1
    case controlPlane = 2

    public var description: String {
      switch self {
      case .forward: "forward"
      case .drop: "drop"
      case .controlPlane: "to control plane"
      }
    }
  }

  public var verdict: Verdict
  /// Egress port index, for `forward`; else 0.
  public var port: UInt16
  /// Drop reason index, for `drop`; else 0. A half's own reasons stand behind the program's.
  public var reason: UInt16
  /// Number of the path it took through the program; the number so far where an own reason ended it.
  public var path: UInt32
  /// Copies that left besides, in order.
  public var mirrored: [Mirrored]
  /// Records for the control plane, in order.
  public var exported: [Exported]

  public init(
    verdict: Verdict, port: UInt16 = 0, reason: UInt16 = 0, path: UInt32, mirrored: [Mirrored] = [],
    exported: [Exported] = []
  ) {
    self.verdict = verdict
    self.port = port
    self.reason = reason
    self.path = path
    self.mirrored = mirrored
    self.exported = exported
  }
}
