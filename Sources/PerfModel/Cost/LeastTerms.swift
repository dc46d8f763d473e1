import IR

/// What a bound takes one state for: prices that no placement of several undercuts, and the largest share of hits.
public struct LeastTerms: Sendable {
  var terms: StateTerms
  /// Where a block that looks into it can be on the NIC, it is split, so that a lookup may not be the NIC's.
  var isSplit: Bool
}

extension CostModel {
  /// The least terms of a state over some placements, at least one.
  public func leastTerms(_ state: Int, over placements: [StateSite], _ cache: inout TermCache) -> LeastTerms {
    let all = placements.map { cache.terms(state, $0, self, expected) }
    var least = LeastTerms(terms: all.dropFirst().reduce(all[0]) { $0.least($1) }, isSplit: false)
    let onNIC = zip(placements, all).filter { $0.0 != .host }
    least.isSplit = !onNIC.isEmpty && onNIC.allSatisfy(\.0.isSplit)
    least.terms.hit = onNIC.map(\.1.hit).max() ?? 1
    return least
  }
}

extension StateTerms {
  /// The cheaper of both, part by part.
  fileprivate func least(_ other: StateTerms) -> StateTerms {
    var least = self
    for index in nic.indices {
      least.nic[index] = min(nic[index], other.nic[index])
      least.engine[index] = min(engine[index], other.engine[index])
      least.host[index] = min(host[index], other.host[index])
    }
    least.writesPerSecond = min(writesPerSecond, other.writesPerSecond)
    return least
  }
}
