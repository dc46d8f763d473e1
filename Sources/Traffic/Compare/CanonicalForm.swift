/// Hashes and compares packets, leaving out the bytes that a kind of equality does not look at.
struct CanonicalForm {
  /// Where the bytes are that a translator chooses, and the checksum that covers them; both two bytes long.
  static func chosen(in bytes: UnsafeRawBufferPointer) -> (port: Int, checksum: Int)? {
    guard let (proto, offset) = FrameFields(bytes).transport else { return nil }
    let place: (port: Int, checksum: Int)? =
      switch proto {
      case 6: (offset, offset + 16)
      case 17: (offset, offset + 6)
      case 1, 58: (offset + 4, offset + 2)
      default: nil
      }
    return place.flatMap { max($0.port, $0.checksum) + 2 <= bytes.count ? $0 : nil }
  }

  func hash(of bytes: UnsafeRawBufferPointer, _ equality: TraceComparison.Equality) -> UInt64 {
    let chosen = equality == .exact ? nil : Self.chosen(in: bytes)
    var hash = FlowHash()
    hash.add(UInt64(bytes.count))
    var offset = 0
    while let word = bytes.big64(at: offset) {
      hash.add(word & mask(offset, chosen))
      offset += 8
    }
    while let byte = bytes.big8(at: offset) {
      hash.add(isLeftOut(offset, chosen) ? 0 : UInt64(byte))
      offset += 1
    }
    return hash.value
  }

  func areEqual(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, _ equality: TraceComparison.Equality
  ) -> Bool {
    guard left.count == right.count else { return false }
    guard equality != .exact, let chosen = Self.chosen(in: right) else { return left.elementsEqual(right) }
    return left.indices.allSatisfy { left[$0] == right[$0] || isLeftOut($0, chosen) }
  }

  /// Ones for the bytes of a word that count.
  private func mask(_ offset: Int, _ chosen: (port: Int, checksum: Int)?) -> UInt64 {
    guard let chosen, near(offset, chosen.port) || near(offset, chosen.checksum) else { return .max }
    return (0..<8).reduce(UInt64(0)) { $0 << 8 | (isLeftOut(offset + $1, chosen) ? 0 : 255) }
  }

  private func near(_ offset: Int, _ place: Int) -> Bool { place + 2 > offset && place < offset + 8 }

  private func isLeftOut(_ offset: Int, _ chosen: (port: Int, checksum: Int)?) -> Bool {
    guard let chosen else { return false }
    return (chosen.port..<chosen.port + 2).contains(offset) || (chosen.checksum..<chosen.checksum + 2).contains(offset)
  }
}

/// Which received source port stands for which expected one: one to one, for each source address and protocol.
struct PortRenaming {
  private var received: [UInt64: UInt16] = [:]
  private var expected: [UInt64: UInt16] = [:]

  /// Takes a pair of packets that are equal but for ports; false when it contradicts an earlier one.
  mutating func accepts(expected wanted: UnsafeRawBufferPointer, received other: UnsafeRawBufferPointer) -> Bool {
    guard let place = CanonicalForm.chosen(in: wanted), let old = wanted.big16(at: place.port),
      let new = other.big16(at: place.port)
    else { return true }
    let forward = key(wanted, old)
    let backward = key(wanted, new)
    guard received[forward] ?? new == new, expected[backward] ?? old == old else { return false }
    guard checksumFits(wanted.big16(at: place.checksum) ?? 0, old, other.big16(at: place.checksum) ?? 0, new) else {
      return false
    }
    received[forward] = new
    expected[backward] = old
    return true
  }

  /// True when the checksums differ by what the ports do: ~a - old = ~b - new in ones' complement (RFC 1624). A checksum of 0, which
  /// UDP has for none, fits itself only.
  private func checksumFits(_ wanted: UInt16, _ old: UInt16, _ received: UInt16, _ new: UInt16) -> Bool {
    guard wanted != 0, received != 0 else { return wanted == received }
    return (UInt32(~wanted) + UInt32(new)) % 0xffff == (UInt32(~received) + UInt32(old)) % 0xffff
  }

  private func key(_ packet: UnsafeRawBufferPointer, _ port: UInt16) -> UInt64 {
    let frame = FrameFields(packet)
    let source = frame.source?.words ?? (high: 0, low: 0)
    return FlowHash.mix(source.high, source.low, UInt64(frame.transport?.proto ?? 0), UInt64(port))
  }
}
