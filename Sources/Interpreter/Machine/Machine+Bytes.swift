import IR
import Wire

// Steps that move, sum or hash the packet's bytes, or give some of them away.
extension Machine {
  /// Where the packet runs: in place, or in memory with room around it.
  @inline(__always)
  func frame(for packet: UnsafeMutableRawBufferPointer) -> Frame {
    if movesBytes, let frame = progress.pointee.room.frame(UnsafeRawBufferPointer(packet)) { return frame }
    return Frame(base: packet.baseAddress ?? UnsafeMutableRawPointer(registers), length: packet.count)
  }

  /// Changes the packet's length; false when there is no room, and nothing has changed then.
  func moveBytes(_ step: Code) -> Bool {
    let at = Int(truncatingIfNeeded: registers[step.a] & 0xffff_ffff)
    switch step.opcode {
    case .insertBytes: insertBytes(Int(step.d), at: at)
    case .removeBytes: removeBytes(Int(truncatingIfNeeded: registers[step.b] & 0xffff_ffff), at: at)
    default: return setLength(at)
    }
    return true
  }

  /// Moves what stands before `at` into the head room, of which a verified program never uses more than there is.
  private func insertBytes(_ count: Int, at: Int) {
    let frame = progress.pointee.frame
    let front = min(at, frame.length)
    let base = frame.base - count
    base.copyMemory(from: frame.base, byteCount: front)
    (base + front).initializeMemory(as: UInt8.self, repeating: 0, count: count)
    progress.pointee.frame = Frame(base: base, length: frame.length + count)
  }

  private func removeBytes(_ wanted: Int, at: Int) {
    let frame = progress.pointee.frame
    guard at < frame.length else { return }
    let count = min(wanted, frame.length - at)
    let rest = frame.base + at + count
    (frame.base + at).copyMemory(from: rest, byteCount: frame.length - at - count)
    progress.pointee.frame.length = frame.length - count
  }

  private func setLength(_ length: Int) -> Bool {
    let frame = progress.pointee.frame
    guard length <= progress.pointee.room.arrived + Program.mostAppendedBytes else { return false }
    if length > frame.length {
      (frame.base + frame.length).initializeMemory(as: UInt8.self, repeating: 0, count: length - frame.length)
    }
    progress.pointee.frame.length = length
    return true
  }

  func sumBytes(_ step: Code) -> UInt64 {
    UInt64(Checksum.fold(Checksum.sum(progress.pointee.frame.clipped(registers[step.a], registers[step.b]))))
  }

  func hashBytes(_ step: Code) -> UInt64 {
    let bytes = progress.pointee.frame.clipped(registers[step.a], registers[step.b])
    return mix64(seed: step.immediate, HashWords(bytes))
  }

  func skipExtensions(_ step: Code) -> UInt64 {
    let number = UInt8(truncatingIfNeeded: registers[step.a])
    return ExtensionWalk(progress.pointee.frame.bytes, protocol: number, from: registers[step.b]).packed
  }
}

// What leaves beside the packet.
extension Machine {
  func mirror(_ step: Code) {
    progress.pointee.hasEmitted = true
    progress.pointee.mirrored.append(.init(port: step.small, bytes: Array(progress.pointee.frame.bytes)))
  }

  func export(_ step: Code) {
    let list = UnsafeBufferPointer(start: operands + Int(step.c), count: Int(step.d))
    progress.pointee.hasEmitted = true
    progress.pointee.exported.append(.init(stream: Int(step.small), values: list.map { registers[$0] }))
  }

  func attachEmissions(to outcome: inout Outcome) {
    outcome.mirrored = progress.pointee.mirrored
    outcome.exported = progress.pointee.exported
    progress.pointee.mirrored = []
    progress.pointee.exported = []
    progress.pointee.hasEmitted = false
  }
}

/// The words that `hashBytes` mixes: of eight bytes, big-endian, the last one filled up with zero bytes, and the number of bytes.
private struct HashWords: Sequence, IteratorProtocol {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func next() -> UInt64? {
    guard position <= bytes.count else { return nil }
    guard position < bytes.count else {
      position += 1
      return UInt64(bytes.count)
    }
    let end = Swift.min(position + 8, bytes.count)
    let missing = position + 8 - end
    let word = bytes[position..<end].reduce(0) { $0 << 8 | UInt64($1) } << UInt64(8 * missing)
    position = end
    return word
  }
}
