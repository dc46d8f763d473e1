import CNFABI
import Halves
import Plan

/// A NIC half's maps in memory, which no packet ever reaches: what is handed to it stays as it was.
final class HostFakeNIC: NICRecords {
  private var maps: [String: [[UInt8]: (slot: Int, value: [UInt8])]] = [:]
  private var controls: [String: UnsafeMutablePointer<cora_control>] = [:]
  private let capacity: [String: Int]
  let buckets: UnsafeMutablePointer<cora_ledger>
  private(set) var waits = 0

  init(_ layout: ProgramLayout, entries: Int) {
    buckets = .allocate(capacity: Int(CORA_LEDGER_BUCKETS))
    buckets.initialize(repeating: cora_ledger(), count: Int(CORA_LEDGER_BUCKETS))
    var capacity: [String: Int] = [:]
    for (name, map) in layout.maps.map({ ($0.name, $0) }) {
      capacity[name] = entries
      guard map.isPrimary else { continue }
      let words = UnsafeMutablePointer<cora_control>.allocate(capacity: map.capacity)
      words.initialize(repeating: cora_control(), count: map.capacity)
      controls[name] = words
    }
    self.capacity = capacity
  }

  deinit {
    for words in controls.values { words.deallocate() }
    buckets.deallocate()
  }

  var count: Int { maps.values.reduce(0) { $0 + $1.count } }
  var ledger: UnsafeMutablePointer<cora_ledger>? { buckets }
  func control(of primary: String) -> UnsafeMutablePointer<cora_control>? { controls[primary] }
  func waitForPackets() { waits += 1 }

  func write(_ map: String, key: UnsafeRawBufferPointer, slot: Int, value: UnsafeRawBufferPointer) -> NICWriteResult {
    if maps[map, default: [:]].count >= capacity[map, default: 0] { return .full }
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
