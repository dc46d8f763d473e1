/// Records that are to go to the NIC and wait for a moment when no packet of theirs is between the halves.
struct WaitingRecords {
  struct Record {
    var slot: UInt32
    /// Ledger bucket of the packet that made the record; `UInt32.max` when it is not known.
    var bucket: UInt32
    /// The host's count of packets when it was last looked at.
    var hits: UInt32
    /// Nanoseconds.
    var since: UInt64
  }

  static let most = 256
  private(set) var records: [Record] = []
  private var isWaiting: [Bool]

  init(capacity: Int) {
    isWaiting = Array(repeating: false, count: capacity)
    records.reserveCapacity(Self.most)
  }

  var count: Int { records.count }
  var isFull: Bool { records.count >= Self.most }

  func contains(_ slot: Int) -> Bool { isWaiting[slot] }

  /// Does nothing when it is full or the record waits already, so the array never grows.
  mutating func add(_ record: Record) {
    guard !isFull, !isWaiting[Int(record.slot)] else { return }
    isWaiting[Int(record.slot)] = true
    records.append(record)
  }

  mutating func remove(at index: Int) {
    isWaiting[Int(records[index].slot)] = false
    records.swapAt(index, records.count - 1)
    records.removeLast()
  }

  mutating func saw(hits: UInt32, at index: Int) { records[index].hits = hits }
}
