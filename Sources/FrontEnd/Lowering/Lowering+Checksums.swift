import Diagnostics
import IR

/// Writes to headers, which keep the checksums right.
extension Lowering {
  mutating func storeHeader(_ binding: Int, _ field: HeaderField, _ values: [Value], _ span: SourceSpan) {
    guard body.bindings.indices.contains(binding) else { return }
    let (kind, header) = body.bindings[binding]
    for (part, value) in zip(field.parts, values) {
      let covering = covering(kind, field)
      let (old, new) = store(header, part, value, observed: !covering.isEmpty, span)
      for (owner, checksum, zeroRule) in covering {
        builder.perform(.adjustChecksum(owner, checksum, old: old, new: new, udpZeroRule: zeroRule), span)
        forgetLoads(of: owner, overlapping: checksum)
      }
    }
  }

  /// The checksums that a field is part of: its header's own, and for an address that of the transport header.
  private func covering(_ kind: HeaderKind, _ field: HeaderField) -> [(HeaderID, Field, Bool)] {
    var result: [(HeaderID, Field, Bool)] = []
    for (owner, header) in body.bindings where owner == kind {
      if let checksum = owner.checksum { result.append((header, checksum, owner == .udp)) }
    }
    let isAddress = kind.layer == .network && ["source", "destination"].contains(field.name)
    if isAddress, let (transport, header) = body.transport, transport.hasPseudoHeader, let checksum = transport.checksum
    {
      result.append((header, checksum, transport == .udp))
    }
    return result
  }

  /// Writes a field; gives the 16-bit words (or the field itself, where it consists of whole ones) before and after.
  private mutating func store(
    _ header: HeaderID, _ field: Field, _ value: Value, observed: Bool, _ span: SourceSpan
  ) -> (old: Value, new: Value) {
    let word = field.isWords ? field : field.surroundingWord
    let old = observed ? builder.emit(.loadField(header, word), word.type, span) : value
    builder.perform(.storeField(header, field, value), span)
    forgetLoads(of: header, overlapping: field)
    builder.remember(.loadField(header, field), value)
    if !observed || field.isWords { return (old, value) }
    return (old, builder.emit(.loadField(header, word), word.type, span))
  }

  private mutating func forgetLoads(of header: HeaderID, overlapping field: Field) {
    builder.forget { operation in
      if case .loadField(header, let other) = operation { return other.bitRange.overlaps(field.bitRange) }
      return false
    }
  }
}

extension Field {
  fileprivate var bitRange: Range<Int> { bitOffset..<(bitOffset + type.bits) }

  /// True where it consists of whole 16-bit words of the checksum.
  fileprivate var isWords: Bool { bitOffset % 16 == 0 && type.bits % 16 == 0 }

  /// The 16-bit word around a small field.
  fileprivate var surroundingWord: Field {
    let start = bitOffset / 16 * 16
    return Field(name: "word\(start / 8)", bitOffset: start, type: .u16)
  }
}
