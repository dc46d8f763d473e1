/// A pool's free elements in the order they come up: first ascending, then as they were released.
///
/// An element is given back only while it is taken, so a value that never came from the pool does no harm.
struct PoolStore {
  let first: UInt64
  let count: Int
  /// Elements `fresh ..< count` were never taken.
  private var fresh = 0
  /// A ring of released elements.
  private let released: UnsafeMutablePointer<UInt32>
  private let taken: UnsafeMutablePointer<Bool>
  private var head = 0
  private var waiting = 0

  init(first: UInt64, count: Int, name: String) throws {
    self.first = first
    self.count = count
    released = try zeroed(count, of: UInt32.self, for: name)
    taken = try zeroed(count, of: Bool.self, for: name)
  }

  func deallocate() {
    freeMemory(released)
    freeMemory(taken)
  }

  var freeCount: Int { count - fresh + waiting }

  /// The next free element, or nil.
  mutating func take() -> UInt64? {
    let element: Int
    if fresh < count {
      element = fresh
      fresh &+= 1
    } else if waiting > 0 {
      element = Int(released[head])
      head = head &+ 1 == count ? 0 : head &+ 1
      waiting &-= 1
    } else {
      return nil
    }
    taken[element] = true
    return first &+ UInt64(truncatingIfNeeded: element)
  }

  mutating func giveBack(_ value: UInt64) {
    let element = value &- first
    guard element < UInt64(truncatingIfNeeded: count) else { return }
    let index = Int(truncatingIfNeeded: element)
    guard taken[index] else { return }
    taken[index] = false
    var tail = head &+ waiting
    if tail >= count { tail &-= count }
    released[tail] = UInt32(truncatingIfNeeded: index)
    waiting &+= 1
  }
}
