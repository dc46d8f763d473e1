import CBPF
import CNFABI
import Glibc

/// The kernel's maps as the mover uses them. An entry's value in a split map is the record's slot, then the value struct, then
/// a meter's lock, which starts free.
extension NICHalf: NICRecords {
  public func write(
    _ map: String, key: UnsafeRawBufferPointer, slot: Int, value: UnsafeRawBufferPointer
  ) -> NICWriteResult {
    guard let there = try? self.map(map), key.count == there.keyBytes, 8 + value.count <= there.valueBytes else {
      return .failed(EINVAL)
    }
    let code = withUnsafeTemporaryAllocation(byteCount: there.valueBytes, alignment: 8) { entry in
      _ = entry.initializeMemory(as: UInt8.self, repeating: 0)
      entry.storeBytes(of: UInt64(slot), as: UInt64.self)
      UnsafeMutableRawBufferPointer(rebasing: entry[8...]).copyMemory(from: value)
      return cbpf_update(there.descriptor, key.baseAddress, entry.baseAddress, 0)
    }
    switch code {
    case 0: return .written
    case -E2BIG: return .full
    default: return .failed(-code)
    }
  }

  public func read(
    _ map: String, key: UnsafeRawBufferPointer, into value: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard let there = try? self.map(map), key.count == there.keyBytes, 8 + value.count <= there.valueBytes else {
      return false
    }
    return withUnsafeTemporaryAllocation(byteCount: there.valueBytes, alignment: 8) { entry in
      guard cbpf_lookup(there.descriptor, key.baseAddress, entry.baseAddress) == 0 else { return false }
      value.copyMemory(from: UnsafeRawBufferPointer(rebasing: entry[8..<8 + value.count]))
      return true
    }
  }

  public func delete(_ map: String, key: UnsafeRawBufferPointer) -> Bool {
    guard let there = try? self.map(map), key.count == there.keyBytes else { return false }
    let code = cbpf_delete(there.descriptor, key.baseAddress)
    return code == 0 || code == -ENOENT
  }

  public func control(of primary: String) -> UnsafeMutablePointer<cora_control>? {
    (try? control(primary))?.baseAddress
  }

  public var ledger: UnsafeMutablePointer<cora_ledger>? { (try? sharedLedger())?.baseAddress }

  /// In test mode a packet is done when its run returns: there is nothing to wait for.
  public func waitForPackets() {
    if !settings.isTest { _ = cbpf_wait_for_grace() }
  }
}

extension NICHalf {
  /// Bytes of the frames that the kernel's test runs take: a whole Ethernet header, and one page less its head and tail room.
  public static let frameSizes = 14...3_500

  /// Whether the kernel's test runs take this frame.
  public func runs(_ frame: some Collection<UInt8>) -> Bool { Self.frameSizes.contains(frame.count) }
}
