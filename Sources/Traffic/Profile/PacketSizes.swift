/// Packet lengths in bytes, from the first link-layer byte to the end, without the frame check sequence.
public struct PacketSizes: Codable, Hashable, Sendable {
  /// The share of packets longer than the bound before and at most `atMost` bytes.
  public struct Bin: Codable, Hashable, Sendable {
    public var atMost: Int
    public var share: Double

    public init(atMost: Int, share: Double) {
      self.atMost = atMost
      self.share = share
    }

    enum CodingKeys: String, CodingKey {
      case share
      case atMost = "at_most"
    }
  }

  /// Mean length, bytes.
  public var mean: Double
  /// Bins by ascending bound; their shares sum to 1. Empty bins are left out.
  public var histogram: [Bin]

  public init(mean: Double, histogram: [Bin]) {
    self.mean = mean
    self.histogram = histogram
  }

  /// Every packet has one length.
  public static func fixed(_ bytes: Int) -> PacketSizes {
    PacketSizes(mean: Double(bytes), histogram: [Bin(atMost: bytes, share: 1)])
  }

  /// The Internet mix of 28 : 16 : 4 packets of 64, 594 and 1518 bytes on the wire, hence four bytes less here.
  public static let imix = SizeMix.imix.packetSizes
}
