import CBPF
import CNFABI
import Glibc
import Halves
import Plan

/// A NIC half's split maps as moving records sees them. Owned by the worker; entries pass through one block of memory, so
/// that a move takes no memory of its own.
final class NICRecordStore: NICRecords {
  /// Room for a slot number, a value struct and a meter's lock.
  private static let scratchBytes = 4096

  private let half: NICHalf
  private let maps: [String: BPFMap]
  private let controls: [String: UnsafeMutablePointer<cora_control>]
  let ledger: UnsafeMutablePointer<cora_ledger>?
  private let scratch: UnsafeMutableRawPointer

  init(_ half: NICHalf) throws(NICHalfError) {
    self.half = half
    ledger = try half.ledger().baseAddress
    var maps: [String: BPFMap] = [:]
    var controls: [String: UnsafeMutablePointer<cora_control>] = [:]
    for shape in half.layout.maps where shape.mode == .split {
      let map = try half.map(shape.name)
      guard map.valueBytes <= Self.scratchBytes, map.valueBytes >= 8 + shape.value.size, map.keyBytes == shape.key.size else {
        throw .wrongSize(map: shape.name, found: map.valueBytes, expected: 8 + shape.value.size)
      }
      maps[shape.name] = map
      if shape.isPrimary { controls[shape.name] = try half.control(shape.name).baseAddress }
    }
    self.maps = maps
    self.controls = controls
    scratch = .allocate(byteCount: Self.scratchBytes, alignment: 8)
  }

  deinit { scratch.deallocate() }

  func control(of primary: String) -> UnsafeMutablePointer<cora_control>? { controls[primary] }

  func write(_ map: String, key: UnsafeRawBufferPointer, slot: Int, value: UnsafeRawBufferPointer) -> NICWriteResult {
    guard let map = maps[map], key.count == map.keyBytes, value.count + 8 <= map.valueBytes else {
      return .failed(EINVAL)
    }
    memset(scratch, 0, map.valueBytes)
    scratch.storeBytes(of: UInt64(slot), as: UInt64.self)
    if let base = value.baseAddress { (scratch + 8).copyMemory(from: base, byteCount: value.count) }
    switch -cbpf_update(map.descriptor, key.baseAddress, scratch, 0) {
    case 0: return .written
    case E2BIG, ENOSPC: return .full
    case let code: return .failed(code)
    }
  }

  func read(_ map: String, key: UnsafeRawBufferPointer, into value: UnsafeMutableRawBufferPointer) -> Bool {
    guard let map = maps[map], key.count == map.keyBytes, value.count + 8 <= map.valueBytes else { return false }
    guard cbpf_lookup(map.descriptor, key.baseAddress, scratch) == 0 else { return false }
    value.copyMemory(from: UnsafeRawBufferPointer(start: scratch + 8, count: value.count))
    return true
  }

  func delete(_ map: String, key: UnsafeRawBufferPointer) -> Bool {
    guard let map = maps[map], key.count == map.keyBytes else { return false }
    let code = cbpf_delete(map.descriptor, key.baseAddress)
    return code == 0 || code == -ENOENT
  }

  func waitForPackets() { _ = cbpf_wait_for_grace() }
}
