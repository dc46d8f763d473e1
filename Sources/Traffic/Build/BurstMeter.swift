/// Measures `TrafficProfile.burstiness`: how fast windows of 32 consecutive packets come.
struct BurstMeter {
  private static let window = 32
  /// More than this cannot be told from the coarse clock of a capture.
  private static let most = 1000.0

  private var seen = 0
  private var windowStart: UInt64 = 0
  /// Nanoseconds that each window took.
  private var durations: [UInt64] = []

  mutating func packet(at time: UInt64) {
    if seen % Self.window == 0 {
      if seen > 0 { durations.append(time - windowStart) }
      windowStart = time
    }
    seen += 1
  }

  /// Mean rate of the busiest 1 % of windows over the mean rate of all; 1 when there are none.
  var burstiness: Double {
    let busiest = durations.sorted().prefix(max(1, durations.count / 100))
    let mean = durations.reduce(0) { $0 + Double($1) } / Double(max(1, durations.count))
    let fast = busiest.reduce(0) { $0 + Double($1) } / Double(max(1, busiest.count))
    guard mean > 0 else { return 1 }
    return fast > 0 ? min(Self.most, max(1, mean / fast)).rounded(toDigits: 4) : Self.most
  }
}
