/// What `policer.nf` promises an inside address, counted in frames of 1000 bytes: it counts bytes.
struct PolicerRates {
  struct Bucket {
    let perSecond: Int
    let burst: Int
    private var tokens: Double
    private var updated: UInt64?

    init(bytesPerSecond: Int, burst: Int) {
      perSecond = bytesPerSecond / PolicerRates.frameBytes
      self.burst = burst / PolicerRates.frameBytes
      tokens = Double(self.burst)
    }

    /// Puts in what has come up to `now`, in nanoseconds.
    mutating func refill(_ now: UInt64) {
      if let updated { tokens = min(Double(burst), tokens + Double(now - updated) * Double(perSecond) / 1e9) }
      updated = now
    }

    /// Takes one token if there is one.
    mutating func take() -> Bool {
      guard tokens >= 1 else { return false }
      tokens -= 1
      return true
    }

    /// The most that can pass in so many nanoseconds.
    func most(in nanoseconds: UInt64) -> Double { Double(nanoseconds) * Double(perSecond) / 1e9 + Double(burst) }
  }

  static let frameBytes = 1000
  /// What is above is dropped.
  var peak = Bucket(bytesPerSecond: 2_000_000, burst: 128_000)
  /// What is above is marked, where the program marks.
  var committed: Bucket? = Bucket(bytesPerSecond: 1_000_000, burst: 64_000)

  /// What becomes of a frame at `now` (RFC 2698, colour-blind).
  mutating func colour(_ now: UInt64) -> Colour {
    peak.refill(now)
    committed?.refill(now)
    guard peak.take() else { return .red }
    return committed?.take() == false ? .yellow : .green
  }
}

enum Colour: CaseIterable {
  case green, yellow, red
}
