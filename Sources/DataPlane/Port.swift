public import CBurst

/// A way in and out for packets, used by one worker alone. Ports of one deployment are of one family: a frame received
/// from one may be sent by any other of it.
///
/// Devices wrap devices: see `FaultInjector`.
public protocol Port: AnyObject {
  /// The port's name in the program, such as `inside`.
  var name: String { get }

  /// Takes at most `most` (up to `Burst.most`) packets that came in; the caller owns their frames. Returns how many.
  func receive(into frames: UnsafeMutablePointer<cora_frame>, atMost most: Int) -> Int

  /// Sends packets and takes their frames over; what cannot be sent is freed. Returns how many were sent.
  func transmit(_ frames: UnsafePointer<cora_frame>, count: Int) -> Int

  /// Gives frames back unsent.
  func release(_ frames: UnsafePointer<cora_frame>, count: Int)

  /// Makes frames that any port of the family can send.
  var copier: FrameCopier { get }

  /// What the port counted since it was opened.
  func counters() -> PortCounters

  /// Undoes what opening did; safe to call again.
  func close()
}

/// How a family of ports copies a packet into a frame of its own.
public struct FrameCopier {
  public var function: cora_copy
  /// Its first argument; lives as long as the ports.
  public var family: UnsafeMutableRawPointer

  public init(function: @escaping cora_copy, family: UnsafeMutableRawPointer) {
    self.function = function
    self.family = family
  }
}

/// Packets of a port, and what it lost.
public struct PortCounters: Hashable, Sendable, Codable {
  public var received: UInt64 = 0
  public var receivedBytes: UInt64 = 0
  public var sent: UInt64 = 0
  public var sentBytes: UInt64 = 0
  /// Lost because the receive ring was full, no buffer was free, or the packet was too large.
  public var missed: UInt64 = 0
  /// Lost because the transmit ring stayed full.
  public var unsent: UInt64 = 0

  public init() {}
}
