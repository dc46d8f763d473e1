import IR

/// A ring of elements: the time each was appended, then its fields.
struct QueueStore {
  let fields: Int
  let capacity: Int
  /// Nanoseconds.
  let delay: UInt64
  private let words: UnsafeMutablePointer<UInt64>
  private var head = 0
  private(set) var count = 0

  init(_ queue: QueueState, name: String) throws {
    fields = queue.value.count
    capacity = queue.capacity
    delay = queue.delayNanoseconds
    words = try zeroed(capacity * (fields + 1), of: UInt64.self, for: name)
  }

  func deallocate() { freeMemory(words) }

  private func element(_ position: Int) -> UnsafeMutablePointer<UInt64> {
    let place = head &+ position
    return words + (place < capacity ? place : place &- capacity) &* (fields &+ 1)
  }

  /// Room for the fields of one more element, or nil when the queue is full.
  mutating func append(now: UInt64) -> UnsafeMutablePointer<UInt64>? {
    guard count < capacity else { return nil }
    let place = element(count)
    place.pointee = now
    count &+= 1
    return place + 1
  }

  /// Takes the oldest element if it is due, into `memory`.
  mutating func take(now: UInt64, into memory: UnsafeMutablePointer<UInt64>) -> Bool {
    let oldest = element(0)
    guard count > 0, now &- oldest.pointee >= delay else { return false }
    memory.update(from: oldest + 1, count: fields)
    head = head &+ 1 == capacity ? 0 : head &+ 1
    count &-= 1
    return true
  }

  /// Visits the elements, oldest first.
  func forEach(_ body: (_ values: [UInt64], _ pushed: UInt64) -> Void) {
    for position in 0..<count {
      let place = element(position)
      body(Array(UnsafeBufferPointer(start: place + 1, count: fields)), place.pointee)
    }
  }
}
