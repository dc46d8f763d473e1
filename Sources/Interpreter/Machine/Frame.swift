import IR

/// A packet's bytes while it runs.
struct Frame {
  var base: UnsafeMutableRawPointer
  var length: Int

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: length) }

  /// The part of a range that lies in the packet, and within `Program.mostSummedBytes`.
  func clipped(_ offset: UInt64, _ count: UInt64) -> UnsafeRawBufferPointer {
    let start = Swift.min(Int(truncatingIfNeeded: offset & 0xffff_ffff), length)
    let wanted = Swift.min(Int(truncatingIfNeeded: count & 0xffff_ffff), Program.mostSummedBytes)
    return UnsafeRawBufferPointer(start: base + start, count: Swift.min(wanted, length - start))
  }
}

/// Memory for one packet that grows in front and behind.
struct FrameRoom {
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0
  /// Bytes of the packet as it came.
  private(set) var arrived = 0

  static let usualBytes = 1 << 16

  /// Takes memory for packets of that many bytes as they come; what was there is gone.
  mutating func reserve(_ bytes: Int) {
    guard memory == nil || bytes > capacity else { return }
    memory?.deallocate()
    memory = .allocate(
      byteCount: Program.mostInsertedBytes + bytes + Program.mostAppendedBytes, alignment: 64)
    capacity = bytes
  }

  /// Copies a packet in. Packets above `usualBytes` take more memory when the first one comes.
  mutating func frame(_ packet: UnsafeRawBufferPointer) -> Frame? {
    reserve(packet.count)
    guard let memory else { return nil }
    let base = memory + Program.mostInsertedBytes
    if let source = packet.baseAddress { base.copyMemory(from: source, byteCount: packet.count) }
    arrived = packet.count
    return Frame(base: base, length: packet.count)
  }

  mutating func deallocate() { memory?.deallocate() }
}
