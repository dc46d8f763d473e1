/// Sizes of packets on the wire, frame check sequence included, with their weights. A capture holds four bytes less of each.
public struct SizeMix: Hashable, Sendable {
  public struct Part: Hashable, Sendable {
    /// Bytes on the wire, 64 … 9018.
    public var bytes: Int
    public var weight: Int

    public init(bytes: Int, weight: Int) {
      self.bytes = bytes
      self.weight = weight
    }
  }

  public var parts: [Part]

  public init(parts: [Part]) { self.parts = parts }

  /// 28 : 16 : 4 packets of 64, 594 and 1518 bytes.
  public static let imix = SizeMix(parts: [
    Part(bytes: 64, weight: 28), Part(bytes: 594, weight: 16), Part(bytes: 1518, weight: 4),
  ])

  /// Every packet has one size on the wire.
  public static func fixed(_ bytes: Int) -> SizeMix { SizeMix(parts: [Part(bytes: bytes, weight: 1)]) }

  /// Reads `imix`, a size such as `64`, or sizes with weights such as `64:28,594:16,1518:4`; nil when the text is none of these.
  public init?(_ text: String) {
    if text == "imix" {
      self = .imix
      return
    }
    parts = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = item.split(separator: ":", omittingEmptySubsequences: false)
      guard pair.count <= 2, let first = pair.first, let bytes = Int(first) else { return nil }
      guard let weight = pair.count == 2 ? Int(pair[1]) : 1 else { return nil }
      parts.append(Part(bytes: bytes, weight: weight))
    }
  }

  /// The sizes as a profile has them, without the frame check sequence.
  public var packetSizes: PacketSizes {
    let total = Double(max(1, parts.reduce(0) { $0 + $1.weight }))
    var shares: [Int: Double] = [:]
    for part in parts where part.weight > 0 { shares[part.bytes - 4, default: 0] += Double(part.weight) / total }
    let mean = shares.sorted { $0.key < $1.key }.reduce(0.0) { $0 + Double($1.key) * $1.value }
    return PacketSizes(
      mean: mean.rounded(toPlaces: 6),
      histogram: shares.sorted { $0.key < $1.key }.map { .init(atMost: $0.key, share: $0.value.rounded(toPlaces: 6)) })
  }
}
