import Wire

/// Fragments made of whole packets by hand.
enum Fragments {
  /// An IPv4 packet whose flags and fragment offset are these.
  static func marked(_ frame: [UInt8], bits: Int) -> [UInt8] {
    var result = frame
    (result[20], result[21]) = (UInt8(bits >> 8), UInt8(bits & 255))
    (result[24], result[25]) = (0, 0)
    let sum = Checksum.fold(Checksum.sum(result[14..<34])) ^ 0xffff
    (result[24], result[25]) = (UInt8(sum >> 8), UInt8(sum & 255))
    return result
  }

  /// An IPv6 packet with a fragment header of these offset and flag.
  static func of6(_ frame: [UInt8], bits: Int, identification: UInt8 = 5) -> [UInt8] {
    let header = [frame[20], 0, UInt8(bits >> 8), UInt8(bits & 255), 0, 0, 0, identification]
    var result = Frames.inserting(header, into: frame, at: 54)
    let length = result.count - 54
    (result[18], result[19], result[20]) = (UInt8(length >> 8), UInt8(length & 255), 44)
    return result
  }
}

/// A packet cut into fragments, as a router or a host would.
extension Fragments {
  /// The fragments of an IPv4 packet without options; each but the last carries `bytes` bytes, a multiple of eight.
  static func cut(_ frame: [UInt8], every bytes: Int, identification: Int = 77) -> [[UInt8]] {
    var whole = frame
    (whole[18], whole[19]) = (UInt8(identification >> 8), UInt8(identification & 255))
    let end = 14 + Frames.word(frame, 16)
    return stride(from: 34, to: end, by: bytes).map { start in
      let stop = min(start + bytes, end)
      var part = Array(whole[..<34]) + whole[start..<stop]
      (part[16], part[17]) = (UInt8((part.count - 14) >> 8), UInt8((part.count - 14) & 255))
      return marked(part, bits: (stop < end ? 0x2000 : 0) + (start - 34) / 8)
    }
  }

  /// The same of an IPv6 packet without extension headers.
  static func cut6(_ frame: [UInt8], every bytes: Int, identification: UInt8 = 77) -> [[UInt8]] {
    let end = 54 + Frames.word(frame, 18)
    return stride(from: 54, to: end, by: bytes).map { start in
      let stop = min(start + bytes, end)
      return of6(
        Array(frame[..<54]) + frame[start..<stop], bits: (stop < end ? 1 : 0) + (start - 54),
        identification: identification)
    }
  }

  /// The packet that the fragments, in order, are of; its IPv4 header's checksum is made anew when theirs are right.
  static func whole(_ parts: [[UInt8]]) -> [UInt8]? {
    guard let first = parts.first, parts.allSatisfy({ Checksum.isIntact($0[14..<34]) }) else { return nil }
    var result = Array(first[..<34])
    for part in parts { result += part[34...] }
    (result[16], result[17]) = (UInt8((result.count - 14) >> 8), UInt8((result.count - 14) & 255))
    return marked(result, bits: 0)
  }

  /// The same of IPv6.
  static func whole6(_ parts: [[UInt8]]) -> [UInt8]? {
    guard let first = parts.first else { return nil }
    var result = Array(first[..<54])
    for part in parts { result += part[62...] }
    let length = result.count - 54
    (result[18], result[19], result[20]) = (UInt8(length >> 8), UInt8(length & 255), first[54])
    return result
  }
}
