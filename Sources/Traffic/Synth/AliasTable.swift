import Wire

/// Draws from a discrete distribution in constant time (Walker's method as Vose builds it, IEEE TSE 1991).
struct AliasTable: Sendable {
  /// Below this the column itself is drawn, else its alias.
  private var thresholds: [Double]
  private var aliases: [UInt32]

  /// `weights`: at least one, not negative, with a sum above 0.
  init(weights: [Double]) {
    let mean = weights.reduce(0, +) / Double(weights.count)
    var scaled = weights.map { $0 / mean }
    thresholds = Array(repeating: 1, count: weights.count)
    aliases = weights.indices.map { UInt32($0) }
    var small = weights.indices.filter { scaled[$0] < 1 }
    var large = weights.indices.filter { scaled[$0] >= 1 }
    while let less = small.popLast(), let more = large.last {
      thresholds[less] = scaled[less]
      aliases[less] = UInt32(more)
      scaled[more] -= 1 - scaled[less]
      if scaled[more] < 1 {
        large.removeLast()
        small.append(more)
      }
    }
  }

  func draw(_ random: inout SplitMix64) -> Int {
    let column = random.below(thresholds.count)
    return random.unit() < thresholds[column] ? column : Int(aliases[column])
  }
}
