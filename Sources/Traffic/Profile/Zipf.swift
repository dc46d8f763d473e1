import Glibc

/// Popularity by rank: the item of rank r is wanted in proportion to r^-exponent.
public struct Zipf: Hashable, Sendable {
  public var count: Int
  public var exponent: Double

  public init(count: Int, exponent: Double) {
    self.count = count
    self.exponent = exponent
  }

  /// The cumulative share of the `n` most popular items.
  public func share(ofTop n: Int) -> Double {
    guard n > 0, count > 0 else { return 0 }
    return Self.harmonic(min(n, count), exponent) / Self.harmonic(count, exponent)
  }

  /// Its curve, at geometric ranks.
  public var curve: RankCurve {
    RankCurve(
      points: GeometricRanks(count: count).map { rank in
        RankCurve.Point(rank: rank, share: rank == count ? 1 : share(ofTop: rank).rounded(toPlaces: 6))
      })
  }

  /// The generalised harmonic number Σ r^-s for r = 1 … n: its first terms one by one, the rest by the Euler–Maclaurin formula up
  /// to the first derivative, whose error is below 10^-7.
  static func harmonic(_ n: Int, _ s: Double) -> Double {
    let exact = min(n, 32)
    var sum = 0.0
    for rank in 1...max(1, exact) { sum += pow(Double(rank), -s) }
    guard n > exact else { return sum }
    let a = Double(exact)
    let b = Double(n)
    let integral = abs(s - 1) < 1e-9 ? log(b / a) : (pow(b, 1 - s) - pow(a, 1 - s)) / (1 - s)
    let ends = (pow(b, -s) - pow(a, -s)) / 2
    let slopes = s * (pow(a, -s - 1) - pow(b, -s - 1)) / 12
    return sum + integral + ends + slopes
  }

  /// The exponent in 0 … 4 whose curve is nearest to `curve`: least squares over its ranks, by golden section, to 3 places.
  public static func exponent(fitting curve: RankCurve) -> Double {
    guard curve.count > 1 else { return 0 }
    func error(_ exponent: Double) -> Double {
      let zipf = Zipf(count: curve.count, exponent: exponent)
      let whole = harmonic(curve.count, exponent)
      return curve.points.reduce(0) { sum, point in
        let difference = harmonic(point.rank, zipf.exponent) / whole - point.share
        return sum + difference * difference
      }
    }
    return minimum(of: error, in: 0...4).rounded(toPlaces: 3)
  }

  private static func minimum(of function: (Double) -> Double, in range: ClosedRange<Double>) -> Double {
    let ratio = 0.618_033_988_749_894_9
    var low = range.lowerBound
    var high = range.upperBound
    while high - low > 1e-5 {
      let left = high - ratio * (high - low)
      let right = low + ratio * (high - low)
      if function(left) <= function(right) { high = right } else { low = left }
    }
    return (low + high) / 2
  }
}
