import Traffic

/// What a state's accesses on one site are spread over.
enum Population {
  /// Items wanted equally often.
  case uniform(Int)
  /// The most popular items.
  case top(Int, RankCurve)
  /// All items but the most popular `below`, which another site serves.
  case tail(below: Int, of: Int, RankCurve)

  /// The mean of a curve's price over the accesses.
  func mean(of curve: Curve) -> Estimate {
    switch self {
    case .uniform(let size): curve.value(at: max(1, size))
    case .top(let size, let popularity): curve.value(ofTop: size, popularity)
    case .tail(let head, let size, let popularity): Self.tail(curve, head, size, popularity)
    }
  }

  /// The share of the accesses that want the most popular item.
  var hottestShare: Double {
    switch self {
    case .uniform(let size): 1 / Double(max(1, size))
    case .top(let size, let popularity): Self.part(popularity, upTo: 1, of: size)
    case .tail: 0
    }
  }

  private static func part(_ popularity: RankCurve, upTo rank: Int, of size: Int) -> Double {
    let all = popularity.share(ofTop: size)
    return all > 0 ? popularity.share(ofTop: rank) / all : 1
  }

  /// What is left of the whole table's cost when the head's is taken away.
  private static func tail(_ curve: Curve, _ head: Int, _ size: Int, _ popularity: RankCurve) -> Estimate {
    let whole = curve.value(ofTop: size, popularity)
    let share = popularity.share(ofTop: head)
    let rest = popularity.share(ofTop: size) - share
    guard head > 0, rest > 1e-6 else { return head > 0 ? curve.value(at: size) : whole }
    let part = curve.value(ofTop: head, popularity)
    func left(_ whole: Double, _ part: Double) -> Double { max(part, (whole * (share + rest) - part * share) / rest) }
    return Estimate(
      left(whole.value, part.value), low: left(whole.low, part.low), high: left(whole.high, part.high)
    ).ordered
  }
}
