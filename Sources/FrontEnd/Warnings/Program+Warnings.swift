import Diagnostics
import IR

/// Warnings about the states of a program and what becomes of packets.
extension Program {
  /// For a well-formed program.
  var warnings: [Diagnostic] {
    neverExpiring + smallPools + dropsWithoutReason + lostElements + keysThatBreakAffinity
  }

  private var neverExpiring: [Diagnostic] {
    states.indices.compactMap { index in
      guard let map = states[index].map, map.companionOf == nil, map.expiry == nil, !map.full.evicts,
        let span = states[index].span, insertsInto(StateID(index))
      else { return nil }
      return .neverExpires(states[index].name, at: span)
    }
  }

  private func insertsInto(_ state: StateID) -> Bool {
    blocks.contains { block in
      if case .insert(let insertions, _, _) = block.terminator { return insertions.first?.state == state }
      return false
    }
  }

  /// A capacity that is the pool's size rounded up to a power of two is no mistake.
  private var smallPools: [Diagnostic] {
    states.compactMap { state in
      guard let pool = state.pool, let tie = pool.releasedWith, let map = self[tie.state].map, let span = state.span,
        map.capacity > pool.count.roundedUpToPowerOfTwo
      else { return nil }
      return .poolSmallerThanMap(
        state.name, elements: pool.count, map: self[tie.state].name, capacity: map.capacity, at: span,
        declared: self[tie.state].span)
    }
  }

  private var dropsWithoutReason: [Diagnostic] {
    guard let silent = reasons.firstIndex(of: TypedVerdict.withoutReason) else { return [] }
    return blocks.compactMap { block in
      guard block.terminator == .finish(.drop(reason: silent)), let span = block.terminatorSpan else { return nil }
      return .dropWithoutReason(at: span)
    }
  }
}

extension Int {
  fileprivate var roundedUpToPowerOfTwo: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}
