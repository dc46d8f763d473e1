import CBPF
import CNFABI
import Glibc
import Plan

/// An array of the NIC half, mapped into this process.
final class SharedArray {
  let base: UnsafeMutableRawPointer
  let bytes: Int

  init(_ map: BPFMap) throws(NICHalfError) {
    bytes = map.capacity * map.valueBytes
    guard let base = cbpf_map_memory(map.descriptor, bytes) else {
      throw .failed(what: "mapping '\(map.name)' into memory", code: errno)
    }
    self.base = base
  }

  deinit { cbpf_unmap_memory(base, bytes) }
}

extension NICHalf {
  /// The control words of a split group by slot, shared with the NIC half. `group` is the primary's name.
  public func control(_ group: String) throws(NICHalfError) -> UnsafeMutableBufferPointer<cora_control> {
    let array = try shared(controlName(group))
    let words = array.base.assumingMemoryBound(to: cora_control.self)
    return UnsafeMutableBufferPointer(start: words, count: array.bytes / MemoryLayout<cora_control>.stride)
  }

  /// The ledger by bucket, shared with the NIC half.
  public func sharedLedger() throws(NICHalfError) -> UnsafeMutableBufferPointer<cora_ledger> {
    let array = try shared("cora_ledger")
    let buckets = array.base.assumingMemoryBound(to: cora_ledger.self)
    return UnsafeMutableBufferPointer(start: buckets, count: array.bytes / MemoryLayout<cora_ledger>.stride)
  }

  /// What a half in test mode reads and writes beside a packet, shared with it.
  func testRecord() throws(NICHalfError) -> UnsafeMutablePointer<NICTestRecord> {
    try shared("cora_test").base.assumingMemoryBound(to: NICTestRecord.self)
  }

  /// Which rows of a ternary table count: the first one's place, and how many in the upper half.
  func sharedRows(_ table: String) throws(NICHalfError) -> UnsafeMutablePointer<UInt64> {
    let name = try map(table).name + "_rows"
    return try shared(name).base.assumingMemoryBound(to: UInt64.self)
  }

  private func controlName(_ group: String) -> String {
    let symbol = group.replacing(".", with: "_")
    return maps[symbol + "_control"] == nil ? symbol + "__control" : symbol + "_control"
  }

  private func shared(_ name: String) throws(NICHalfError) -> SharedArray {
    if let array = memories[name] { return array }
    let array = try SharedArray(try map(name))
    memories[name] = array
    return array
  }

  /// Packets and bytes finished on the NIC by path number, over all CPUs.
  public func pathCounts() throws(NICHalfError) -> [cora_counts] {
    let map = try map("cora_paths")
    var counts: [cora_counts] = []
    for index in 0..<map.capacity {
      var sum = cora_counts()
      for copy in try copies(map, index) {
        sum.packets &+= copy[0]
        sum.bytes &+= copy[1]
      }
      counts.append(sum)
    }
    return counts
  }

  /// Packets by cut, over all CPUs. Behind the plan's cuts: those lost for lack of headroom, and those that a half which
  /// offloads nothing punted.
  public func cutCounts() throws(NICHalfError) -> [UInt64] {
    let map = try map("cora_cuts")
    var counts: [UInt64] = []
    for index in 0..<map.capacity { counts.append(try copies(map, index).reduce(0) { $0 &+ $1[0] }) }
    return counts
  }

  /// Each CPU's copy of an element, as 64-bit words.
  func copies(_ map: BPFMap, _ index: Int) throws(NICHalfError) -> [[UInt64]] {
    let bytes = try map.element(index)
    return bytes.withUnsafeBytes { bytes in
      (0..<map.copies).map { copy in
        (0..<map.stride / 8).map { bytes.loadUnaligned(fromByteOffset: copy * map.stride + $0 * 8, as: UInt64.self) }
      }
    }
  }
}
