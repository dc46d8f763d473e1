/// The slots of a table in order of their last touch, and those that are free.
///
/// As Vigor's `dchain`: an intrusive list, so that a touch, a removal and the oldest record each take constant time. It
/// lies beside the records in sixteen bytes per slot, because a touch writes to two neighbours as well.
struct TouchOrder {
  private struct Touch: BitwiseCopyable {
    /// Nanoseconds.
    var lastSeen: UInt64
    /// Slot + 1 of the neighbours; 0 for none. `free` in the place of the older one of a free slot.
    var older: UInt32
    var newer: UInt32
    static let free = UInt32.max
  }

  private let touches: UnsafeMutablePointer<Touch>
  /// Slot + 1; 0 for none.
  private var first: UInt32 = 0
  private var last: UInt32 = 0
  /// Slots from here on were never used.
  private var fresh = 0
  /// Slot + 1 of the first free slot among those used before; they are chained by `newer`.
  private var firstFree: UInt32 = 0

  init(capacity: Int, name: String) throws { touches = try zeroed(capacity, of: Touch.self, for: name) }

  func deallocate() { freeMemory(touches) }

  /// The slot touched longest ago, or -1.
  @inline(__always) var oldest: Int { Int(first) &- 1 }
  /// The slot touched next after this one, or -1.
  func next(after slot: Int) -> Int { Int(touches[slot].newer) &- 1 }
  @inline(__always) func lastSeen(_ slot: Int) -> UInt64 { touches[slot].lastSeen }
  func isFree(_ slot: Int) -> Bool { touches[slot].older == Touch.free }

  /// Makes a slot in use the youngest.
  @inline(__always)
  mutating func touch(_ slot: Int, now: UInt64) {
    touches[slot].lastSeen = now
    guard last != UInt32(truncatingIfNeeded: slot &+ 1) else { return }
    unlink(slot)
    append(slot)
  }

  /// Gives a slot for a new record, touched at `now`; the caller knows that there is one.
  mutating func allocate(now: UInt64) -> Int {
    let slot: Int
    if firstFree != 0 {
      slot = Int(firstFree) &- 1
      firstFree = touches[slot].newer
    } else {
      slot = fresh
      fresh &+= 1
    }
    touches[slot].lastSeen = now
    append(slot)
    return slot
  }

  mutating func release(_ slot: Int) {
    unlink(slot)
    touches[slot].older = Touch.free
    touches[slot].newer = firstFree
    firstFree = UInt32(truncatingIfNeeded: slot &+ 1)
  }

  @inline(__always)
  private mutating func append(_ slot: Int) {
    let own = UInt32(truncatingIfNeeded: slot &+ 1)
    touches[slot].older = last
    touches[slot].newer = 0
    if last == 0 { first = own } else { touches[Int(last) &- 1].newer = own }
    last = own
  }

  @inline(__always)
  private mutating func unlink(_ slot: Int) {
    let (older, newer) = (touches[slot].older, touches[slot].newer)
    if older == 0 { first = newer } else { touches[Int(older) &- 1].newer = newer }
    if newer == 0 { last = older } else { touches[Int(newer) &- 1].older = older }
  }
}
