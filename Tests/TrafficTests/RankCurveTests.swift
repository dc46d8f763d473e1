import Foundation
import Testing
import Traffic

@Suite struct RankCurveTests {
  @Test func sharesOfCounts() {
    let curve = RankCurve(counts: [1, 0, 6, 2, 1])
    #expect(curve.points.map(\.rank) == [1, 2, 4])
    #expect(curve.points.map(\.share) == [0.6, 0.8, 1])
    #expect(curve.share(ofTop: 0) == 0 && curve.share(ofTop: -1) == 0)
    #expect(curve.share(ofTop: 4) == 1 && curve.share(ofTop: 400) == 1)
    #expect(curve.share(ofTop: 3) > 0.8 && curve.share(ofTop: 3) < 1)
  }

  @Test func aCurveOfNothingCarriesNothing() {
    #expect(RankCurve(counts: []) == .empty)
    #expect(RankCurve.empty.share(ofTop: 5) == 0)
    #expect(RankCurve.empty.itemsCarrying(0.5) == 0)
  }

  @Test func itemsCarryingIsTheInverse() {
    let curve = Zipf(count: 64_000, exponent: 1.1).curve
    for share in [0.01, 0.1, 0.5, 0.9, 0.99, 1] {
      let items = curve.itemsCarrying(share)
      #expect(curve.share(ofTop: items) >= share)
      #expect(items == 0 || curve.share(ofTop: items - 1) < share)
    }
  }

  /// The worst difference between the curve kept at powers of two and the whole of it.
  private func worstError(_ weights: [Double]) -> Double {
    let total = weights.reduce(0, +)
    let sums = weights.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1 / total) }
    let ranks = sequence(first: 1) { $0 * 2 }.prefix { $0 < weights.count } + [weights.count]
    let curve = RankCurve(points: ranks.map { .init(rank: $0, share: sums[$0]) })
    return weights.indices.map { abs(curve.share(ofTop: $0) - sums[$0]) }.max() ?? 0
  }

  @Test(arguments: [0, 0.4, 0.8, 1, 1.1, 1.4, 2]) func interpolationFitsPowerLaws(exponent: Double) {
    #expect(worstError((1...20_000).map { pow(Double($0), -exponent) }) < 3e-4)
  }

  @Test func interpolationFitsStepsRoughly() {
    #expect(worstError(Array(repeating: 1000, count: 100) + Array(repeating: 1, count: 50_000)) < 0.05)
  }

  @Test(arguments: [0, 0.5, 1, 1.1, 2, 3.5]) func theFormulaIsTheSum(exponent: Double) {
    let weights = (1...5000).map { pow(Double($0), -exponent) }
    let total = weights.reduce(0, +)
    for n in [1, 2, 31, 32, 33, 100, 4999, 5000] {
      let exact = weights.prefix(n).reduce(0, +) / total
      #expect(abs(Zipf(count: 5000, exponent: exponent).share(ofTop: n) - exact) < 1e-6)
    }
  }

  @Test(arguments: [0, 0.5, 1, 1.1, 1.8]) func theFitFindsTheExponent(exponent: Double) {
    let fitted = Zipf.exponent(fitting: Zipf(count: 10_000, exponent: exponent).curve)
    #expect(abs(fitted - exponent) < 0.002)
  }

  @Test func hostileCurvesDoNotTrap() {
    let curve = RankCurve(points: [.init(rank: 5, share: 0.5), .init(rank: 5, share: 0.4), .init(rank: 1, share: 2)])
    for n in [-1, 0, 1, 3, 5, 6, .max] { _ = curve.share(ofTop: n) }
    _ = curve.itemsCarrying(0.9)
  }
}
