/// Measures `StateTraffic` of one map.
struct StateUse {
  private var keys = KeyCounter()
  private var arrivals = ArrivalRate()
  private var packets = 0
  /// The last packet that was counted, so that one that comes twice counts once.
  private var lastPacket = 0

  mutating func look(packet: Int) {
    guard packet != lastPacket else { return }
    lastPacket = packet
    packets += 1
  }

  mutating func use(key: UInt64) { keys.add(key) }

  mutating func insert(elapsed: UInt64) { arrivals.add(at: elapsed) }

  func traffic(ofPackets all: Int, duration: UInt64) -> StateTraffic {
    StateTraffic(
      activeKeys: keys.count, newKeysPerSecond: arrivals.perSecond(over: duration).rounded(toDigits: 4),
      lookupShare: (Double(packets) / Double(max(1, all))).rounded(toPlaces: 6), curve: RankCurve(counts: keys.counts))
  }
}
