import Wire

/// Traffic made by a rule: so many flows from an inside prefix to a server, popular by Zipf's law, the same for one seed.
///
/// Every packet carries its number in the first four bytes of its payload (big-endian, from `firstNumber` on), and its flow's index
/// in the next four where there is room, so that a receiver can tell loss, order and mistakes. Checksums are correct.
public struct SyntheticTraffic: Hashable, Sendable {
  /// Distinct five-tuples.
  public var flows = 64_000
  /// The Zipf exponent of their popularity; 0 makes all flows equal.
  public var exponent = 1.1
  public var packets = 1_000_000
  public var packetsPerSecond = 1_000_000.0
  public var arrivals = Arrivals.even
  public var sizes = SizeMix.imix
  /// Decides which flow has which rank, which packet is of which flow, which flows are TCP, sizes and times.
  public var seed: UInt64 = 1
  /// Decides which flow has which rank: another seed turns the popularity over among the same flows. Nil: `seed`.
  public var popularitySeed: UInt64?
  /// The most popular flow becomes the least popular and so on.
  public var invertsRanks = false
  /// Share of the flows that are TCP, 0 … 1; the others are UDP.
  public var tcpShare = 0.0
  /// The first packet of a TCP flow is a SYN (it still carries its number); the others are data segments.
  public var opensWithSYN = false
  /// Where the flows' source addresses are from.
  public var inside = IPPrefix(address: .v4(10, 0, 0, 0), length: 16)
  /// Where the flows' destination addresses are from: an address alone (length 32 or 128) is one server.
  public var servers = IPPrefix(address: .v4(198, 51, 100, 10), length: 32)
  /// The flows' destination port.
  public var serverPort: UInt16 = 443
  public var sourceMAC = MACAddress(bits: 0x0200_0000_0001)
  public var destinationMAC = MACAddress(bits: 0x0200_0000_0002)
  /// The number that the first packet carries.
  public var firstNumber: UInt32 = 0
  /// The first packet's time, nanoseconds since 1970.
  public var startTime: UInt64 = 1_700_000_000_000_000_000

  public enum Arrivals: String, Hashable, Sendable, CaseIterable {
    /// Evenly spaced.
    case even
    /// Independent of one another, at the given mean rate.
    case poisson
  }

  public init() {}

  /// What is expected of it, by formula.
  public var profile: TrafficProfile {
    TrafficProfile.zipf(
      flows: flows, exponent: exponent, packetsPerSecond: packetsPerSecond, newFlowsPerSecond: 0,
      sizes: sizes.packetSizes)
  }
}

/// Why traffic cannot be made.
public struct SynthesisError: Error, Hashable, Sendable, CustomStringConvertible {
  public var reason: String
  public init(reason: String) { self.reason = reason }
  public var description: String { "error: \(reason)" }
}
