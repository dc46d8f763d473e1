import Wire

/// When packets come: evenly, at random, or in bursts, by the profile's burstiness.
///
/// Up to 1.55, which is what Poisson arrivals have, a gap is partly fixed and partly exponential. Above, packets come at random
/// and `burstiness / 1.55` times as fast as on average, about 64 in a row, with silence in between.
struct ArrivalProcess {
  private static let poisson = 1.55
  private static let burst = 64.0

  private let fixedGap: Double
  private let randomGap: Double
  private let silence: Double
  private var left = 0
  private(set) var time = 0.0

  init(rate: Double, burstiness: Double) {
    let gap = 1e9 / rate
    let random = min(1, max(0, (burstiness - 1) / (Self.poisson - 1)))
    let speed = max(1, burstiness / Self.poisson)
    fixedGap = gap / speed * (1 - random)
    randomGap = gap / speed * random
    silence = speed > 1 ? Self.burst * gap * (1 - 1 / speed) : 0
  }

  /// The next packet's time, nanoseconds.
  mutating func next(_ random: inout SplitMix64) -> Double {
    time += fixedGap
    if randomGap > 0 { time += random.exponential(mean: randomGap) }
    if silence > 0 {
      if left == 0 {
        time += random.exponential(mean: silence)
        left = 1 + Int(random.exponential(mean: Self.burst - 1))
      }
      left -= 1
    }
    return time
  }
}
