import Glibc
import IR
import Traffic

/// The share of each table's accesses that finds its entry in a cache that all tables share, by Che's approximation.
///
/// A cache that throws out what was used longest ago holds an entry which was used within the last `T` accesses, the same `T` for all
/// entries; `T` is such that the entries held fill the cache (Che, Tung, Wang 2002; Fricker, Robert, Roberts 2012). An entry that
/// gets a share `p` of the accesses is found with probability `1 − exp(−p·T)`. All tables of the program count as if they were on the
/// site as a whole, so that one table's share does not depend on where another one is put.
struct CacheShares: Sendable {
  /// Accesses that an entry stays for; infinite when everything fits.
  private let time: Double
  /// Of all accesses to tables, by state index.
  private let weights: [Double]

  /// - Parameter perPacket: accesses of a packet, by state index.
  init(_ populations: [Population], perPacket: [Double], entries: Double) {
    let all = perPacket.reduce(0, +)
    weights = perPacket.map { all > 0 ? $0 / all : 0 }
    let used = zip(populations, weights).filter { $0.1 > 0 }
    time = Self.time(used.map { (ranks: $0.0.ranks, weight: $0.1) }, entries)
  }

  private init(time: Double, weights: [Double]) {
    self.time = time
    self.weights = weights
  }

  /// Those of a program's tables; everything is found where there is no cache to miss.
  init(_ program: Program, _ traffic: TrafficProfile, _ perPacket: [Double], _ cache: SharedCache?) {
    guard let cache else {
      self.init(time: .infinity, weights: [])
      return
    }
    self.init(
      program.states.map { Population($0, traffic) }, perPacket: perPacket, entries: cache.entries)
  }

  /// The share of a state's accesses by some of its population.
  func share(_ state: Int, _ population: Population) -> Double {
    guard time.isFinite, weights.indices.contains(state) else { return 1 }
    let rate = weights[state] * time
    return population.ranks.reduce(0) { $0 + $1.share * (1 - exp(-rate * $1.share / $1.items)) }
  }

  private static func time(_ used: [(ranks: [Population.Ranks], weight: Double)], _ entries: Double) -> Double {
    func held(_ time: Double) -> Double {
      used.reduce(0) { sum, table in
        table.ranks.reduce(sum) { $0 + $1.items * (1 - exp(-table.weight * time * $1.share / $1.items)) }
      }
    }
    let items = used.reduce(0) { $1.ranks.reduce($0) { $0 + $1.items } }
    guard items > entries else { return .infinity }
    var (low, high) = (0.0, entries)
    while held(high) < entries, high < 1e15 { high *= 2 }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if held(middle) < entries { low = middle } else { high = middle }
    }
    return high
  }
}

extension Population {
  /// Items of like popularity, with their share of the population's accesses.
  struct Ranks {
    var items: Double
    var share: Double
  }

  /// The population in spans of like popularity; shares sum to 1.
  var ranks: [Ranks] {
    switch self {
    case .uniform(let size): [Ranks(items: Double(max(1, size)), share: 1)]
    case .top(let size, let popularity): Self.ranks(0..<size, popularity)
    case .tail(let head, let size, let popularity): Self.ranks(head..<max(head, size), popularity)
    }
  }

  private static func ranks(_ range: Range<Int>, _ popularity: RankCurve) -> [Ranks] {
    let before = popularity.share(ofTop: range.lowerBound)
    let all = popularity.share(ofTop: range.upperBound) - before
    guard all > 0 else { return [Ranks(items: Double(max(1, range.count)), share: 1)] }
    var (from, sum) = (range.lowerBound, before)
    let bounds = popularity.points.map(\.rank).filter { range.lowerBound < $0 && $0 < range.upperBound }
    return (bounds + [range.upperBound]).map { rank in
      let upTo = popularity.share(ofTop: rank)
      defer { (from, sum) = (rank, upTo) }
      return Ranks(items: Double(rank - from), share: max(0, upTo - sum) / all)
    }
  }
}

extension PriceBook {
  /// Exact-match lookups of a packet, by state index.
  func lookups(of program: Program) -> [Double] {
    let (hit, miss) = (OperationClass.hashHit.ordinal, OperationClass.hashMiss.ordinal)
    var lookups = [Double](repeating: 0, count: program.states.count)
    for work in paths {
      for access in work.accesses where access.operation == hit || access.operation == miss {
        lookups[access.state] += work.path.share * access.count
      }
    }
    return lookups
  }
}
