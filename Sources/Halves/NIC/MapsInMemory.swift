import CNFABI
import Plan

/// The maps of a NIC half that is not there: what is handed to it stays as it was, and no packet ever reaches it. For tests.
public final class MapsInMemory: NICRecords {
  private var maps: [String: [[UInt8]: (slot: Int, value: [UInt8])]] = [:]
  private var controls: [String: UnsafeMutablePointer<cora_control>] = [:]
  private let capacity: Int
  public let buckets: UnsafeMutablePointer<cora_ledger>

  /// Each map holds `entries` keys at most.
  public init(_ layout: ProgramLayout, entries: Int) {
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
  public var count: Int { maps.values.reduce(0) { $0 + $1.count } }
  public var ledger: UnsafeMutablePointer<cora_ledger>? { buckets }
  public func control(of primary: String) -> UnsafeMutablePointer<cora_control>? { controls[primary] }
  /// How often somebody waited for packets.
  public private(set) var waits = 0
  public func waitForPackets() { waits += 1 }

  public func write(_ map: String, key: UnsafeRawBufferPointer, slot: Int, value: UnsafeRawBufferPointer) -> NICWriteResult {
    let isNew = maps[map]?[Array(key)] == nil
    if isNew, maps[map, default: [:]].count >= capacity { return .full }
    maps[map, default: [:]][Array(key)] = (slot, Array(value))
    return .written
  }

  public func read(_ map: String, key: UnsafeRawBufferPointer, into value: UnsafeMutableRawBufferPointer) -> Bool {
    guard let found = maps[map]?[Array(key)], found.value.count == value.count else { return false }
    value.copyBytes(from: found.value)
    return true
  }

  public func delete(_ map: String, key: UnsafeRawBufferPointer) -> Bool {
    maps[map]?[Array(key)] = nil
    return true
  }
}
