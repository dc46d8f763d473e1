/// The open nodes of a search, the one with the least bound first; among equal bounds the deepest, then the oldest.
struct SearchQueue {
  private var heap: [Node] = []
  private var serial = 0

  var isEmpty: Bool { heap.isEmpty }
  /// No plan below an open node scores less.
  var least: Double { heap.first?.bound ?? .infinity }

  mutating func push(_ node: Node) {
    var node = node
    serial += 1
    node.serial = serial
    heap.append(node)
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Node? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    sink()
    return first
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}

/// A set of plans that a search has still to look into: some decisions are taken, the rest is open.
struct Node {
  /// By unit; nil while open.
  var modes: [UnitOption?]
  /// Units that are decided, in the search's order of units.
  var decided = 0
  /// Gates that are decided, and the blocks among them that are left to the host.
  var gates = 0
  var left: Set<Int> = []
  /// With all modes and gates taken: the cuts, and by unit the positions among its candidate sizes that are left.
  var half: DerivedHalf?
  var sizes: [ClosedRange<Int>] = []
  var bound = -Double.infinity
  /// Given by the queue.
  var serial = 0

  private var depth: Int { decided + gates + (half == nil ? 0 : 1) }

  fileprivate func precedes(_ other: Node) -> Bool {
    if bound != other.bound { return bound < other.bound }
    if depth != other.depth { return depth > other.depth }
    return serial < other.serial
  }
}
