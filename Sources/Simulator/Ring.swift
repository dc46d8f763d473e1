/// Values in order of their coming: a ring that grows.
struct Ring<Element> {
  private var slots: [Element?]
  private var head = 0
  private(set) var count = 0

  init(capacity: Int = 16) { slots = Array(repeating: nil, count: max(1, capacity)) }

  var first: Element? { count > 0 ? slots[head] : nil }

  mutating func append(_ element: Element) {
    if count == slots.count { grow() }
    slots[(head + count) % slots.count] = element
    count += 1
  }

  mutating func removeFirst() -> Element {
    let element = slots[head]!
    head = (head + 1) % slots.count
    count -= 1
    return element
  }

  private mutating func grow() {
    let old = (0..<count).map { slots[(head + $0) % slots.count] }
    slots = old + Array(repeating: nil, count: max(16, count))
    head = 0
  }
}
