import IR

/// The records of a table whose time-outs depend on a field: one list per time-out, each in order of the last touch.
///
/// Records die in order of deadlines; of several that have the same the one touched longest ago is first. The head of each list is the
/// first of it to die, so the next one is found by looking at the heads.
struct DeadlineLanes {
  private struct Link: BitwiseCopyable {
    /// Slot + 1 of the neighbours; 0 for none.
    var older: UInt32
    var newer: UInt32
    var lane: Int
    /// Number of the last touch.
    var touch: UInt64
  }

  private struct Lane: BitwiseCopyable {
    /// Nanoseconds.
    var timeout: UInt64
    var first: UInt32
    var last: UInt32
  }

  /// The word of a row that holds the deciding field; -1 in tables with one time-out.
  let word: Int
  private let links: UnsafeMutablePointer<Link>
  private let lanes: UnsafeMutablePointer<Lane>
  private let laneCount: Int
  /// Lane by the field's value; the last one is for values past the list.
  private let laneOf: UnsafeMutablePointer<Int>
  private let numbers: Int
  private var touches: UInt64 = 0

  init(_ expiry: Expiry?, word: Int?, capacity: Int, name: String) throws {
    let listed = expiry?.byField?.nanoseconds ?? []
    let times = listed + [expiry?.nanoseconds ?? 0]
    let distinct = Array(Set(times)).sorted()
    self.word = word ?? -1
    numbers = listed.count
    laneCount = word == nil ? 0 : distinct.count
    links = try zeroed(word == nil ? 0 : capacity, of: Link.self, for: name)
    lanes = try zeroed(distinct.count, of: Lane.self, for: name)
    laneOf = try zeroed(times.count, of: Int.self, for: name)
    for (lane, timeout) in distinct.enumerated() { lanes[lane].timeout = timeout }
    for (number, timeout) in times.enumerated() { laneOf[number] = distinct.firstIndex(of: timeout) ?? 0 }
  }

  func deallocate() {
    freeMemory(links)
    freeMemory(lanes)
    freeMemory(laneOf)
  }

  @inline(__always) var isUsed: Bool { word >= 0 }

  private func lane(_ row: UnsafeMutablePointer<UInt64>) -> Int {
    laneOf[Int(truncatingIfNeeded: min(row[word], UInt64(numbers)))]
  }

  /// Puts a record that was just touched behind all others of its time-out.
  mutating func append(_ slot: Int, _ row: UnsafeMutablePointer<UInt64>) {
    links[slot].lane = lane(row)
    count(slot)
    link(slot, behind: lanes[links[slot].lane].last)
  }

  /// As `append`, of a record that stands in a list already.
  mutating func touch(_ slot: Int) {
    count(slot)
    guard lanes[links[slot].lane].last != UInt32(truncatingIfNeeded: slot &+ 1) else { return }
    remove(slot)
    link(slot, behind: lanes[links[slot].lane].last)
  }

  private mutating func count(_ slot: Int) {
    touches &+= 1
    links[slot].touch = touches
  }

  /// Takes note of a new value of the deciding field: the record goes behind those of its time-out that were touched before it.
  func move(_ slot: Int, _ row: UnsafeMutablePointer<UInt64>) {
    let lane = lane(row)
    guard lane != links[slot].lane else { return }
    remove(slot)
    links[slot].lane = lane
    var older = lanes[lane].last
    while older != 0, links[Int(older) &- 1].touch > links[slot].touch { older = links[Int(older) &- 1].older }
    link(slot, behind: older)
  }

  /// The next record to die of those that are due, or -1.
  func due(now: UInt64, _ order: TouchOrder) -> Int {
    var found = -1
    var (deadline, touch) = (UInt64.max, UInt64.max)
    for lane in 0..<laneCount {
      let head = Int(lanes[lane].first) &- 1
      guard head >= 0 else { continue }
      let last = order.lastSeen(head)
      guard now &- last >= lanes[lane].timeout else { continue }
      let own = last &+ lanes[lane].timeout
      guard own < deadline || own == deadline && links[head].touch < touch else { continue }
      (found, deadline, touch) = (head, own, links[head].touch)
    }
    return found
  }

  func remove(_ slot: Int) {
    let link = links[slot]
    if link.older == 0 { lanes[link.lane].first = link.newer } else { links[Int(link.older) &- 1].newer = link.newer }
    if link.newer == 0 { lanes[link.lane].last = link.older } else { links[Int(link.newer) &- 1].older = link.older }
  }

  /// Puts a record into its list, behind the record `older` (slot + 1; 0: in front).
  private func link(_ slot: Int, behind older: UInt32) {
    let own = UInt32(truncatingIfNeeded: slot &+ 1)
    let lane = lanes + links[slot].lane
    let newer = older == 0 ? lane.pointee.first : links[Int(older) &- 1].newer
    links[slot].older = older
    links[slot].newer = newer
    if older == 0 { lane.pointee.first = own } else { links[Int(older) &- 1].newer = own }
    if newer == 0 { lane.pointee.last = own } else { links[Int(newer) &- 1].older = own }
  }
}
