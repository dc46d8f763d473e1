/// When new keys came, in 64 bins of time whose width doubles as time goes on.
///
/// A capture begins with empty tables, so at first every key is new. The rate is therefore taken from the second half of the time.
struct ArrivalRate {
  private var bins: [Int] = Array(repeating: 0, count: 64)
  private var shift: UInt64 = 10

  /// Counts an arrival, `elapsed` nanoseconds after the first packet.
  mutating func add(at elapsed: UInt64) {
    while elapsed >> shift >= 64 { widen() }
    bins[Int(elapsed >> shift)] += 1
  }

  private mutating func widen() {
    for index in 0..<32 { bins[index] = bins[2 * index] + bins[2 * index + 1] }
    for index in 32..<64 { bins[index] = 0 }
    shift += 1
  }

  /// Arrivals per second in the second half of `duration` nanoseconds, which begins at the next bin.
  func perSecond(over duration: UInt64) -> Double {
    let first = (duration / 2 + (1 << shift) - 1) >> shift
    guard first < 64, duration > first << shift else { return 0 }
    let arrivals = bins[Int(first)...].reduce(0, +)
    return Double(arrivals) / (Double(duration - first << shift) / 1e9)
  }
}
