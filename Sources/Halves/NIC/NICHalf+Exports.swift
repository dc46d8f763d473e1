import CBPF
import CNFABI
import Glibc

extension NICHalf {
  /// Takes the records that the program has exported since the last call, oldest first. Nothing in a half that exports nothing.
  public func drainExports() throws(NICHalfError) -> [(stream: Int, values: [UInt64])] {
    guard maps["cora_exports"] != nil else { return [] }
    let ring = try exportRing()
    let records = Records()
    let count = cbpf_ring_drain(
      ring.ring,
      { context, bytes, size in
        guard let context else { return }
        Unmanaged<Records>.fromOpaque(context).takeUnretainedValue()
          .take(UnsafeRawBufferPointer(start: bytes, count: size))
      }, Unmanaged.passUnretained(records).toOpaque())
    if count < 0 { throw .failed(what: "reading 'cora_exports'", code: count) }
    return records.list
  }

  /// Exports for which the ring had no room, over all CPUs.
  public func lostExports() throws(NICHalfError) -> UInt64 {
    maps["cora_exports"] == nil ? 0 : try cutCounts().last ?? 0
  }

  private func exportRing() throws(NICHalfError) -> ExportRing {
    if let ring { return ring }
    let opened = try ExportRing(try map("cora_exports"))
    ring = opened
    return opened
  }
}

/// What one call of `drainExports` has read.
private final class Records {
  var list: [(stream: Int, values: [UInt64])] = []

  /// `struct cora_export`: u16 stream, u16 count, 4 bytes, the values.
  func take(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 8 else { return }
    let count = min(Int(bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)), (bytes.count - 8) / 8)
    let values = (0..<count).map { bytes.loadUnaligned(fromByteOffset: 8 + $0 * 8, as: UInt64.self) }
    list.append((Int(bytes.loadUnaligned(as: UInt16.self)), values))
  }
}

/// The reader of `cora_exports`.
final class ExportRing {
  let ring: OpaquePointer

  init(_ map: BPFMap) throws(NICHalfError) {
    guard let ring = cbpf_ring_open(map.descriptor) else {
      throw .failed(what: "opening '\(map.name)'", code: errno)
    }
    self.ring = ring
  }

  deinit { cbpf_ring_close(ring) }
}
