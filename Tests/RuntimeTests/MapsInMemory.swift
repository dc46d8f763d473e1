import CNFABI
import Halves
import Plan

/// A NIC half's maps in memory, which no packet ever reaches: what is handed to it stays as it was.
final class MapsInMemory: NICRecords {
  private var maps: [String: [[UInt8]: (slot: Int, value: [UInt8])]] = [:]
  private var controls: [String: UnsafeMutablePointer<cora_control>] = [:]
  private let capacity: Int
  let buckets: UnsafeMutablePointer<cora_ledger>

  init(_ layout: ProgramLayout, entries: Int) {
    capacity = entries
    buckets = .allocate(capacity: Int(CORA_LEDGER_BUCKETS))
    buckets.initialize(repeating: cora_ledger(), count: Int(CORA_LEDGER_BUCKETS))
    for map in layout.maps where map.isPrimary {
      let words = UnsafeMutablePointer<cora_control>.allocate(capacity: map.capacity)
      words.initialize(repeating: cora_control(), count: map.capacity)
      controls[map.name] = words
    }
  }

  deinit {
    for words in controls.values { words.deallocate() }
    buckets.deallocate()
  }

  /// Keys in all maps.
  var count: Int { maps.values.reduce(0) { $0 + $1.count } }
  var ledger: UnsafeMutablePointer<cora_ledger>? { buckets }
  func control(of primary: String) -> UnsafeMutablePointer<cora_control>? { controls[primary] }
  func waitForPackets() {}

  func write(_ map: String, key: UnsafeRawBufferPointer, slot: Int, value: UnsafeRawBufferPointer) -> NICWriteResult {
    let isNew = maps[map]?[Array(key)] == nil
    if isNew, maps[map, default: [:]].count >= capacity { return .full }
    maps[map, default: [:]][Array(key)] = (slot, Array(value))
    return .written
  }

  func read(_ map: String, key: UnsafeRawBufferPointer, into value: UnsafeMutableRawBufferPointer) -> Bool {
    guard let found = maps[map]?[Array(key)], found.value.count == value.count else { return false }
    value.copyBytes(from: found.value)
    return true
  }

  func delete(_ map: String, key: UnsafeRawBufferPointer) -> Bool {
    maps[map]?[Array(key)] = nil
    return true
  }
}

/// Puts a punt header before packets, as the NIC half would.
struct Punter {
  let ledger: UnsafeMutablePointer<cora_ledger>

  /// Counts the packet in its bucket.
  func punt(_ packet: [UInt8], port: UInt16, bucket: Int, now: UInt64) -> [UInt8] {
    ledger[bucket].punted &+= 1
    return header(port: port, bucket: bucket, now: now, sequence: ledger[bucket].punted) + packet
  }

  func header(port: UInt16, bucket: Int, now: UInt64, sequence: UInt32) -> [UInt8] {
    var punt = cora_punt()
    punt.ethertype = UInt16(CORA_PUNT_ETHERTYPE).bigEndian
    punt.resume = UInt16(CORA_PUNT_RESTART)
    punt.magic = CORA_PUNT_MAGIC
    punt.port = port
    punt.ledger = UInt32(bucket)
    punt.now = now
    punt.sequence = sequence
    return withUnsafeBytes(of: punt) { Array($0) }
  }
}
