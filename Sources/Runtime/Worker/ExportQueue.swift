import Halves
import Synchronization

/// Records that the program gives to the control plane, on their way from the worker to whoever writes them. The worker
/// never waits: it collects, and hands over what it has when nobody holds the queue.
final class ExportQueue: Sendable {
  /// Records that wait, at most, on each side.
  static let most = 65_536

  struct Record: Hashable, Sendable {
    /// Index of the program's stream.
    var stream: Int
    /// One value for each field.
    var values: [UInt64]
  }

  private let waiting = Mutex<[Record]>([])

  /// The worker's side: appends what `records` holds and empties it; leaves it as it is while the other side takes some or
  /// has too many to take.
  func hand(over records: inout [Record]) {
    guard !records.isEmpty else { return }
    let taken = waiting.withLockIfAvailable { waiting in
      guard waiting.count + records.count <= Self.most else { return false }
      waiting.append(contentsOf: records)
      return true
    }
    if taken == true { records.removeAll(keepingCapacity: true) }
  }

  /// The worker's side at its end: waits for the queue, and leaves there all it has, however much waits already.
  func handLast(_ records: [Record]) {
    waiting.withLock { $0 += records }
  }

  /// The other side: takes what waits.
  func take() -> [Record] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}

/// The worker's own part of the way: what was exported since the last hand-over, and how much in all.
final class ExportCollector {
  private let queue: ExportQueue?
  private var records: [ExportQueue.Record] = []
  /// Records that the NIC half made, by stream.
  private(set) var fromNIC: [UInt64]
  /// Records that were to be written, but for which there was no room.
  private(set) var lost: UInt64 = 0

  /// Without a queue records are counted only.
  init(_ queue: ExportQueue?, streams: Int) {
    self.queue = queue
    fromNIC = [UInt64](repeating: 0, count: streams)
  }

  /// Takes a record of the host half, which counts by itself.
  func add(stream: Int, _ values: UnsafeBufferPointer<UInt64>) {
    if queue != nil { add(ExportQueue.Record(stream: stream, values: Array(values))) }
  }

  /// Takes what the NIC half has made since the last time.
  func drain(_ half: NICHalf) {
    guard let drained = try? half.drainExports() else { return }
    for record in drained where fromNIC.indices.contains(record.stream) {
      fromNIC[record.stream] &+= 1
      if queue != nil { add(ExportQueue.Record(stream: record.stream, values: record.values)) }
    }
  }

  func handOver() { queue?.hand(over: &records) }

  /// To be called once no more records come.
  func handOverLast() {
    queue?.handLast(records)
    records = []
  }

  private func add(_ record: ExportQueue.Record) {
    if records.count < ExportQueue.most { records.append(record) } else { lost &+= 1 }
  }
}
