import Diagnostics
import IR

extension Program {
  /// Elements that are taken from a pool, where some way to a verdict makes no record that holds them. The `full` edge
  /// of an insert that would have held one does not count: the map is as large as the pool.
  var lostElements: [Diagnostic] {
    blocks.compactMap { block in
      guard case .take(let pool, let element, let ok, _) = block.terminator, let span = block.terminatorSpan else {
        return nil
      }
      let search = ElementSearch(program: self, pool: pool)
      return search.lossAfter(ok, element).map { .lostElement(of: self[pool].name, at: span, lost: $0) }
    }
  }
}

/// Follows an element from where it was taken to the records that hold it.
private struct ElementSearch {
  let program: Program
  let pool: StateID
  /// A block that is entered with the element in one of these values.
  private struct Place: Hashable {
    var block: BlockID
    var holders: Set<Value>
  }

  init(program: Program, pool: StateID) {
    self.program = program
    self.pool = pool
  }

  /// Where a way ends that has made no record with the element; nil when there is none.
  func lossAfter(_ target: Target, _ element: Value) -> SourceSpan? {
    var open = [entered(target, [element])]
    var visited = Set(open)
    while let place = open.popLast() {
      let block = program[place.block]
      if case .finish = block.terminator { return block.terminatorSpan }
      if case .insert(let insertions, _, _) = block.terminator, isHeld(place.holders, by: insertions) { continue }
      for next in block.terminator.targets.map({ entered($0, place.holders) }) where visited.insert(next).inserted {
        open.append(next)
      }
    }
    return nil
  }

  private func entered(_ target: Target, _ holders: Set<Value>) -> Place {
    let passed = zip(program[target.block].parameters, target.arguments).filter { holders.contains($0.1) }.map(\.0)
    return Place(block: target.block, holders: holders.union(passed))
  }

  private func isHeld(_ holders: Set<Value>, by insertions: [Insertion]) -> Bool {
    guard let tie = program[pool].pool?.releasedWith else { return false }
    return insertions.contains { one in
      one.state == tie.state && one.values.indices.contains(tie.field) && holders.contains(one.values[tie.field])
    }
  }
}
