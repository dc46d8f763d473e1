import Wire

/// Something that runs packets of one program: the interpreter, a half, or both together.
protocol PacketSite: AnyObject {
  /// Runs a packet; the bytes become what goes out. Nil when the site hands it to another one that is not there.
  func run(_ packet: inout [UInt8], port: UInt16, now: UInt64) throws -> Outcome?
  /// The whole state now.
  func state() throws -> StateSnapshot
  /// Drop reasons, by index.
  var reasons: [String] { get }
}
