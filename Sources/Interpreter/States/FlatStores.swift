import IR
import Wire

/// The elements of an array: `fields` words each.
struct ArrayStore {
  let words: UnsafeMutablePointer<UInt64>
  let size: UInt64
  let fields: Int

  init(_ array: ArrayState, name: String) throws {
    size = UInt64(array.size)
    fields = array.value.count
    words = try zeroed(array.size * max(fields, 1), of: UInt64.self, for: name)
  }

  func deallocate() { freeMemory(words) }

  /// The element's field, or nil past the size.
  @inline(__always) func cell(_ index: UInt64, _ field: Int) -> UnsafeMutablePointer<UInt64>? {
    index < size ? words + (Int(truncatingIfNeeded: index) &* fields &+ field) : nil
  }
}

/// A count-min sketch's counters, row by row.
struct SketchStore {
  let counters: UnsafeMutablePointer<UInt64>
  let rows: Int
  let columns: Int
  let keyWords: Int
  /// Room for a key.
  let key: UnsafeMutablePointer<UInt64>
  /// Whether counters stop at `SketchStore.mostInByte`; else they wrap.
  private let saturates: Bool

  static let mostInByte: UInt64 = 255

  init(_ sketch: SketchState, name: String) throws {
    rows = sketch.rows
    columns = sketch.columns
    keyWords = sketch.key.count
    saturates = sketch.cellBits == 8
    counters = try zeroed(rows * columns, of: UInt64.self, for: name)
    key = try zeroed(keyWords, of: UInt64.self, for: name)
  }

  func deallocate() {
    freeMemory(counters)
    freeMemory(key)
  }

  @inline(__always) private func counter(_ row: Int) -> UnsafeMutablePointer<UInt64> {
    let hash = mix64(seed: UInt64(row &+ 1), UnsafeBufferPointer(start: key, count: keyWords))
    return counters + (row &* columns &+ Int(truncatingIfNeeded: hash & UInt64(columns &- 1)))
  }

  /// Adds to the key's counters and returns the least of them after that.
  func add(_ amount: UInt64) -> UInt64 {
    var least = UInt64.max
    for row in 0..<rows {
      let counter = counter(row)
      counter.pointee =
        saturates ? min(Self.mostInByte, counter.pointee &+ min(amount, Self.mostInByte)) : counter.pointee &+ amount
      least = min(least, counter.pointee)
    }
    return least
  }

  func estimate() -> UInt64 {
    var least = UInt64.max
    for row in 0..<rows { least = min(least, counter(row).pointee) }
    return least
  }
}

/// A Maglev table over a config array.
struct RingStore {
  let slots: UnsafeMutablePointer<UInt32>
  let size: Int
  /// State index of the array, and the field that holds a backend's weight.
  let backends: Int
  let weightField: Int

  init(_ ring: RingState, name: String) throws {
    size = ring.size
    backends = ring.backends.index
    weightField = ring.weightField
    slots = try zeroed(size, of: UInt32.self, for: name)
  }

  func deallocate() { freeMemory(slots) }

  /// Fills the table anew from the weights that the config array has now.
  func rebuild(from array: ArrayStore) {
    let weights = (0..<Int(array.size)).map { array.words[$0 * array.fields + weightField] }
    for (position, backend) in Maglev.table(size: size, weights: weights).enumerated() { slots[position] = backend }
  }

  @inline(__always) func pick(_ hash: UInt64) -> UInt32 { slots[Int(truncatingIfNeeded: hash % UInt64(size))] }
}
