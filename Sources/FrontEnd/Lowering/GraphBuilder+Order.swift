import IR

extension GraphBuilder {
  /// The blocks that can be reached, in topological order, the likelier way (a first edge) first.
  func ordered() -> [Block] {
    let order = topologicalOrder()
    var places = [Int](repeating: 0, count: blocks.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return order.map { index in
      let open = blocks[index]
      let terminator = (open.terminator ?? .finish(.toControlPlane)).mappingTargets { target in
        Target(BlockID(places[target.block.index]), target.arguments)
      }
      return Block(
        label: open.label, parameters: open.parameters, instructions: open.instructions, terminator: terminator,
        terminatorSpan: open.span)
    }
  }

  /// Reversed postorder of a depth-first walk, without recursion.
  private func topologicalOrder() -> [Int] {
    var postorder: [Int] = []
    var isSeen = [Bool](repeating: false, count: blocks.count)
    var stack: [(block: Int, next: [Int])] = []
    func enter(_ block: Int) {
      isSeen[block] = true
      stack.append((block, blocks[block].terminator?.targets.map(\.block.index) ?? []))
    }
    if !blocks.isEmpty { enter(0) }
    while let top = stack.last {
      // From the last edge to the first, so that the first comes right after its block when the order is reversed.
      if let next = top.next.last {
        stack[stack.count - 1].next.removeLast()
        if !isSeen[next] { enter(next) }
      } else {
        postorder.append(top.block)
        stack.removeLast()
      }
    }
    return postorder.reversed()
  }
}
