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
