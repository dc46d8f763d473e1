import PerfModel

/// Plans of which none has both fewer host cores and less NIC use than another.
struct ParetoFront {
  struct Point {
    var candidate: Candidate
    /// Nanoseconds of host cores per packet.
    var hostLoad: Double
    /// Entries on the NIC and blocks there: what a plan takes of a card whatever the rate.
    var nicUse: Double
  }

  /// Ascending by host load.
  private(set) var points: [Point] = []
  /// More plans than this help nobody choose; neighbours closer than `leastStep` count as one.
  private static let leastStep = 0.02

  mutating func insert(_ candidate: Candidate, _ model: CostModel) {
    let point = Point(
      candidate: candidate, hostLoad: model.hostLoad(candidate.demand), nicUse: Self.use(candidate, model))
    if points.contains(where: { $0.dominates(point) }) { return }
    points.removeAll { point.dominates($0) }
    let position = points.firstIndex { $0.hostLoad > point.hostLoad } ?? points.count
    points.insert(point, at: position)
  }

  /// The points, thinned so that each saves noticeably over the next.
  var thinned: [Point] {
    points.reduce(into: []) { kept, point in
      if let last = kept.last, point.hostLoad < last.hostLoad * (1 + Self.leastStep) { return }
      kept.append(point)
    }
  }

  private static func use(_ candidate: Candidate, _ model: CostModel) -> Double {
    let use = model.use(candidate.assignment, candidate.demand, rate: model.traffic.packetsPerSecond)
    return use.utilisation + max(use.entryShare, use.byteShare)
  }
}

extension ParetoFront.Point {
  /// At least as good in both, within what nobody would notice.
  func dominates(_ other: Self) -> Bool {
    hostLoad <= other.hostLoad * 1.001 && nicUse <= other.nicUse * 1.001 + 1e-9
      && (hostLoad < other.hostLoad || nicUse < other.nicUse || (hostLoad == other.hostLoad && nicUse == other.nicUse))
  }
}
