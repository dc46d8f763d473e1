import Diagnostics
import IR

/// Writes to headers, which keep the checksums right: the header's own, for an address that of the header behind it, and
/// those of the headers around them that cover what they carry.
extension Lowering {
  mutating func storeHeader(_ binding: Int, _ field: HeaderField, _ values: [Value], _ span: SourceSpan) {
    guard let (_, position) = placed(binding) else { return }
    for (part, value) in zip(field.parts, values) { write(position, part, value, isAddress: field.isAddress, span) }
  }

  /// A checksum that covers what is written.
  private struct Covering {
    var position: Int
    var checksum: Field
    /// Where the layout's own handle does not reach it.
    var header: HeaderID?
  }

  /// Writes a field of the header at a place of the layout.
  mutating func write(_ position: Int, _ field: Field, _ value: Value, isAddress: Bool, _ span: SourceSpan) {
    let layout = layout
    if layout[position].layer.isRemembered { return remember(field, value, of: layout[position]) }
    var covering: [Covering] = []
    if let checksum = layout[position].ownChecksum { covering.append(Covering(position: position, checksum: checksum)) }
    if isAddress, layout[position].kind.layer == .network, layout.indices.contains(position + 1),
      layout[position + 1].kind.hasPseudoHeader, let checksum = layout[position + 1].ownChecksum
    {
      covering.append(Covering(position: position + 1, checksum: checksum))
    }
    let around = around(position)
    let header = handle(layout[position])
    for (old, new) in store(header, field, value, observed: !covering.isEmpty || !around.isEmpty, span) {
      for one in covering + around { adjust(one, old, new, around: self.around(one.position), span) }
      for index in [position] + (isAddress ? [position + 1] : []) { adjustQuoted(index, old, new, span) }
    }
  }

  /// Of a quoted TCP header eight bytes are there for certain: its checksum follows where it is there too.
  private mutating func adjustQuoted(_ position: Int, _ old: Value, _ new: Value, _ span: SourceSpan) {
    guard layout.indices.contains(position), layout[position].layer.isQuoted, layout[position].kind == .tcp,
      let checksum = HeaderKind.tcp.checksum
    else { return }
    let header = newHeader("quoted", kind: "tcp", bytes: (checksum.bitOffset + 16) / 8)
    let (there, cut) = extract(header, at: layout[position].offset, label: body.label + ".quoted")
    builder.flow = there
    let covering = Covering(position: position, checksum: checksum, header: header)
    adjust(covering, old, new, around: around(position), span)
    builder.join([builder.flow, cut], label: body.label + ".after")
  }

  /// The checksums of headers further out that cover all behind them, the closest first.
  private func around(_ position: Int) -> [Covering] {
    layout.indices.prefix(position).reversed().compactMap { index in
      guard layout[index].kind.checksumsPayload, let checksum = layout[index].ownChecksum else { return nil }
      return Covering(position: index, checksum: checksum)
    }
  }

  /// Follows a change in one checksum, and that checksum's change in those around it.
  private mutating func adjust(
    _ one: Covering, _ old: Value, _ new: Value, around: [Covering], _ span: SourceSpan
  ) {
    let placed = layout[one.position]
    let header = one.header ?? handle(placed)
    let before = around.isEmpty ? old : builder.emit(.loadField(header, one.checksum), .u16, span)
    builder.perform(
      .adjustChecksum(header, one.checksum, old: old, new: new, udpZeroRule: placed.kind == .udp), span)
    forgetLoads(of: header, overlapping: one.checksum)
    if around.isEmpty { return }
    let after = builder.emit(.loadField(header, one.checksum), .u16, span)
    for outer in around { adjust(outer, before, after, around: self.around(outer.position), span) }
  }

  /// Writes a field; gives the 16-bit words around it (or the field itself, where it consists of whole ones), before and
  /// after.
  private mutating func store(
    _ header: HeaderID, _ field: Field, _ value: Value, observed: Bool, _ span: SourceSpan
  ) -> [(old: Value, new: Value)] {
    let words = !observed ? [] : field.isWords ? [field] : field.surroundingWords
    let old = words.map { builder.emit(.loadField(header, $0), $0.type, span) }
    builder.perform(.storeField(header, field, value), span)
    forgetLoads(of: header, overlapping: field)
    builder.remember(.loadField(header, field), value)
    if observed, field.isWords { return [(old[0], value)] }
    return zip(words, old).map { word, old in (old, builder.emit(.loadField(header, word), word.type, span)) }
  }

  mutating func forgetLoads(of header: HeaderID, overlapping field: Field) {
    builder.forget { operation in
      switch operation {
      case .loadField(header, let other): other.bitRange.overlaps(field.bitRange)
      case .sumBytes, .hashBytes: true
      default: false
      }
    }
  }
}

extension HeaderField {
  /// True where a pseudo-header may hold it.
  var isAddress: Bool { (type == .ipv4 || type == .ipv6) && ["source", "destination"].contains(name) }
}

extension PlacedHeader {
  /// The checksum over the header, where the packet has it.
  var ownChecksum: Field? {
    guard !layer.isRemembered, let checksum = kind.checksum, checksum.bitOffset + 16 <= layer.bytes * 8 else { return nil }
    return checksum
  }
}

extension Field {
  fileprivate var bitRange: Range<Int> { bitOffset..<(bitOffset + type.bits) }

  /// True where it consists of whole 16-bit words of the checksum.
  fileprivate var isWords: Bool { bitOffset % 16 == 0 && type.bits % 16 == 0 }

  /// The 16-bit words around a field: one number of up to four words, and more where it lies across them.
  fileprivate var surroundingWords: [Field] {
    let start = bitOffset / 16 * 16
    let end = (bitOffset + type.bits + 15) / 16 * 16
    return stride(from: start, to: end, by: 64).map { bit in
      Field(name: "word\(bit / 8)", bitOffset: bit, type: IntType(Swift.min(64, end - bit)))
    }
  }
}
