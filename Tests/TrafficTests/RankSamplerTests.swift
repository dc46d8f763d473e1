import Testing
import Wire

@testable import Traffic

/// The inverse of a rank curve.
struct RankSamplerTests {
  static let curves = [0, 0.5, 0.9, 1, 1.2, 2].map { Zipf(count: 10_000, exponent: $0).curve }

  /// An item's share of the unit interval is what the curve gives it.
  @Test(arguments: curves) func itemsLieWhereTheCurveHasThem(_ curve: RankCurve) {
    let sampler = RankSampler(curve)
    for top in [1, 2, 3, 10, 100, 777, 4096, 9_999] {
      let share = curve.share(ofTop: top)
      guard share < 1 - 1e-6 else { continue }
      #expect(sampler.item(at: share - 1e-9) < top)
      #expect(sampler.item(at: min(1 - 1e-12, share + 1e-6)) >= top - 1)
    }
    #expect(sampler.item(at: 0) == 0 && sampler.item(at: 1 - 1e-15) == 9_999)
  }

  @Test(arguments: curves) func drawnItemsAreAsPopularAsTheCurveSays(_ curve: RankCurve) {
    let sampler = RankSampler(curve)
    var random = SplitMix64(seed: 7)
    var within = [Int: Int]()
    let tops = [1, 16, 300, 5000]
    for _ in 0..<50_000 {
      let item = sampler.item(at: Double(random.next() >> 11) * 0x1p-53)
      for top in tops where item < top { within[top, default: 0] += 1 }
    }
    for top in tops { #expect(abs(Double(within[top] ?? 0) / 50_000 - curve.share(ofTop: top)) < 0.01) }
  }

  @Test(arguments: curves) func popularitiesAddUp(_ curve: RankCurve) {
    let shares = RankSampler(curve).popularities
    #expect(shares.count == 10_000)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
    #expect(abs(shares[0] - curve.share(ofTop: 1)) < 1e-9)
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 >= $1 * 0.9 })
  }

  @Test func aCurveWithoutItemsHasOne() {
    #expect(RankSampler(.empty).item(at: 0.5) == 0)
    #expect(RankSampler(.empty).count == 1)
  }
}
