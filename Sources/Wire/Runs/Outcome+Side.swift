extension Outcome {
  /// A copy of a packet, as it was when the program made it.
  public struct Mirrored: Hashable, Sendable {
    /// Egress port index.
    public var port: UInt16
    public var bytes: [UInt8]

    public init(port: UInt16, bytes: [UInt8]) {
      self.port = port
      self.bytes = bytes
    }
  }

  /// A record for the control plane.
  public struct Exported: Hashable, Sendable {
    /// Index of the program's stream.
    public var stream: Int
    /// One value for each field of the stream.
    public var values: [UInt64]

    public init(stream: Int, values: [UInt64]) {
      self.stream = stream
      self.values = values
    }
  }
}
