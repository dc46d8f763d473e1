import Diagnostics
import IR

/// Checksums made anew.
extension Lowering {
  /// The Internet checksum of the whole header, or of segment and pseudo-header (RFC 793, 768, 8200 section 8.1).
  mutating func recompute(_ position: Int, _ span: SourceSpan) {
    let placed = layout[position]
    if placed.kind == .ipv4 { return sealIPv4(position, span) }
    guard let checksum = placed.ownChecksum, position > 0 else { return }
    let around = layout[position - 1]
    let length = segmentLength(placed, around, span)
    let header = handle(placed)
    builder.perform(.storeField(header, checksum, builder.number(0, .u16)), span)
    forgetLoads(of: header, overlapping: checksum)
    builder.perform(.storeField(header, checksum, segmentSum(placed, around, length, span)), span)
    forgetLoads(of: header, overlapping: checksum)
  }

  /// The checksum of a segment whose checksum field is 0.
  mutating func segmentSum(
    _ placed: PlacedHeader, _ ip: PlacedHeader, _ length: Value, _ span: SourceSpan
  ) -> Value {
    let words = builder.emit(.sumBytes(offset: placed.offset, length: length), .u16, span)
    var terms = [builder.convert(words, to: .u32, span)]
    if placed.kind.hasPseudoHeader { terms += pseudoHeader(ip, placed.kind, length, span) }
    var total = terms[0]
    for term in terms.dropFirst() { total = builder.binary(.add, total, term, span) }
    let sum = complement(total, span)
    guard placed.kind == .udp else { return sum }
    let isZero = builder.compare(.eq, sum, builder.number(0, .u16), span)
    return builder.emit(.select(condition: isZero, then: builder.number(0xffff, .u16), else: sum), .u16, span)
  }

  /// The checksum of an IPv4 header with all its options.
  mutating func sealIPv4(_ position: Int, _ span: SourceSpan) {
    let placed = layout[position]
    guard let checksum = placed.ownChecksum else { return }
    let header = handle(placed)
    builder.perform(.storeField(header, checksum, builder.number(0, .u16)), span)
    forgetLoads(of: header, overlapping: checksum)
    let length = builder.binary(.sub, end(of: placed), placed.offset, span)
    let sum = builder.emit(.sumBytes(offset: placed.offset, length: length), .u16, span)
    let value = builder.binary(.xor, sum, builder.number(0xffff, .u16), span)
    builder.perform(.storeField(header, checksum, value), span)
    forgetLoads(of: header, overlapping: checksum)
  }

  /// Bytes of a transport segment: u32.
  private mutating func segmentLength(_ placed: PlacedHeader, _ ip: PlacedHeader, _ span: SourceSpan) -> Value {
    if placed.kind == .udp { return builder.convert(load(placed, "length"), to: .u32, span) }
    let before = builder.binary(.sub, placed.offset, ip.offset, span)
    return builder.binary(.sub, totalLength(ip, span), before, span)
  }

  /// The words of a pseudo-header, added up in parts: addresses, protocol, length.
  private mutating func pseudoHeader(
    _ ip: PlacedHeader, _ kind: HeaderKind, _ length: Value, _ span: SourceSpan
  ) -> [Value] {
    let (start, bytes): (UInt64, UInt64) = ip.kind == .ipv4 ? (12, 8) : (8, 32)
    let offset = sum(ip.offset, start)
    let addresses = builder.emit(.sumBytes(offset: offset, length: builder.number(bytes, .u32)), .u16, span)
    let number = builder.number(ParseGraph.protocolNumber(kind) ?? 0, .u32)
    return [builder.convert(addresses, to: .u32, span), number, length]
  }

  /// Folds a sum of 16-bit words and inverts it.
  private mutating func complement(_ sum: Value, _ span: SourceSpan) -> Value {
    var total = sum
    for _ in 0..<2 {
      let low = builder.binary(.and, total, builder.number(0xffff, .u32), span)
      let high = builder.binary(.shr, total, builder.number(16, .u32), span)
      total = builder.binary(.add, low, high, span)
    }
    return builder.binary(.xor, builder.convert(total, to: .u16, span), builder.number(0xffff, .u16), span)
  }
}
