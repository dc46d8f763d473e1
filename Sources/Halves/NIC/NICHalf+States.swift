import CBPF
import CNFABI
import Plan
import Wire

extension NICHalf {
  /// An entry of a state's map: the slot (split) or the last-seen (nic), and the value struct.
  public struct RawEntry: Hashable, Sendable {
    public var key: [UInt8]
    public var head: UInt64
    public var value: [UInt8]

    public init(key: [UInt8], head: UInt64, value: [UInt8]) {
      self.key = key
      self.head = head
      self.value = value
    }
  }

  /// Reads an entry; nil when the map does not have the key.
  public func entry(_ state: String, _ key: [UInt8]) throws(NICHalfError) -> RawEntry? {
    let shape = try shape(state)
    guard let bytes = try map(state).read(key) else { return nil }
    return Self.entry(key, bytes, shape)
  }

  /// Writes an entry: `head` is the slot (split) or the last-seen (nic). A meter's lock is left free.
  public func setEntry(_ state: String, _ entry: RawEntry) throws(NICHalfError) {
    let map = try map(state)
    var bytes = withUnsafeBytes(of: entry.head) { Array($0) } + entry.value
    bytes += [UInt8](repeating: 0, count: max(0, map.valueBytes - bytes.count))
    try map.write(entry.key, bytes)
  }

  @discardableResult
  public func removeEntry(_ state: String, _ key: [UInt8]) throws(NICHalfError) -> Bool {
    try map(state).remove(key)
  }

  /// All entries of a state's map.
  public func entries(_ state: String) throws(NICHalfError) -> [RawEntry] {
    let shape = try shape(state)
    return try map(state).entries().map { Self.entry($0.key, $0.value, shape) }
  }

  private static func entry(_ key: [UInt8], _ bytes: [UInt8], _ shape: ProgramLayout.Map) -> RawEntry {
    let head = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    return RawEntry(key: key, head: head, value: Array(bytes.dropFirst(8).prefix(shape.value.size)))
  }

  private func shape(_ state: String) throws(NICHalfError) -> ProgramLayout.Map {
    guard let shape = layout.map(named: state) else { throw .noMap(name: state) }
    return shape
  }
}

extension NICHalf {
  /// What the NIC half has: entries of its own maps, entries of split maps that it owns, arrays, and the counters of
  /// sketches over all CPUs. Entries of its own maps that are expired at `now` are left out.
  public func snapshot(now: UInt64, withSplitMaps: Bool = true) throws(NICHalfError) -> StateSnapshot {
    var snapshot = StateSnapshot()
    for shape in layout.maps where shape.mode != .host && (withSplitMaps || shape.mode != .split) {
      snapshot.maps[shape.name] = try liveEntries(shape, now).sorted(by: StateSnapshot.inKeyOrder)
    }
    for array in layout.arrays where array.mode != .host { snapshot.arrays[array.name] = try elements(array) }
    for sketch in layout.sketches where sketch.mode != .host { snapshot.sketches[sketch.name] = try counters(sketch) }
    return snapshot
  }

  private func liveEntries(_ shape: ProgramLayout.Map, _ now: UInt64) throws(NICHalfError) -> [StateSnapshot.Entry] {
    let control = shape.mode == .split ? try self.control(shape.group) : nil
    return try entries(shape.name).compactMap { entry in
      let word = control.map { words in
        words.indices.contains(Int(clamping: entry.head)) ? words[Int(clamping: entry.head)] : cora_control()
      }
      if let word, word.owner != CORA_OWNER_NIC { return nil }
      let lastSeen = shape.timeout == 0 ? 0 : word?.last_seen ?? entry.head
      let value = entry.value.withUnsafeBytes { shape.value.read($0) } ?? []
      if word == nil, shape.timeout != 0, now &- lastSeen >= shape.timeout(of: value) { return nil }
      return StateSnapshot.Entry(
        key: entry.key.withUnsafeBytes { shape.key.read($0) } ?? [], value: value, lastSeen: lastSeen)
    }
  }

  private func elements(_ array: ProgramLayout.Array) throws(NICHalfError) -> [[UInt64]] {
    let map = try map(array.name)
    var elements: [[UInt64]] = []
    for index in 0..<array.size {
      elements.append(try map.element(index).withUnsafeBytes { array.element.read($0) } ?? [])
    }
    return elements
  }

  private func counters(_ sketch: ProgramLayout.Sketch) throws(NICHalfError) -> [Int: UInt64] {
    if sketch.cellBits == 8 { return try cells(sketch) }
    let map = try map(sketch.name)
    var counters: [Int: UInt64] = [:]
    for index in 0..<map.capacity {
      let sum = try copies(map, index).reduce(0) { $0 &+ $1[0] }
      if sum != 0 { counters[index] = sum }
    }
    return counters
  }

  /// Counters of 8 bits, 64 in an element; what all CPUs added stops at 255 as one would have.
  private func cells(_ sketch: ProgramLayout.Sketch) throws(NICHalfError) -> [Int: UInt64] {
    let map = try map(sketch.name)
    var counters: [Int: UInt64] = [:]
    for block in 0..<map.capacity {
      let bytes = try map.element(block)
      for cell in 0..<64 {
        let sum = (0..<map.copies).reduce(UInt64(0)) { $0 + UInt64(bytes[$1 * map.stride + cell]) }
        if sum != 0 { counters[block * 64 + cell] = min(sum, 255) }
      }
    }
    return counters
  }
}

extension ProgramLayout.Map {
  /// Nanoseconds after its last touch that a record with these values dies; the map is the primary.
  func timeout(of value: [UInt64]) -> UInt64 {
    guard let timeouts, value.indices.contains(timeouts.field), value[timeouts.field] < timeouts.nanoseconds.count
    else {
      return timeout
    }
    return timeouts.nanoseconds[Int(value[timeouts.field])]
  }
}
