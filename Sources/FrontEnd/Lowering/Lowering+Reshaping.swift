import Diagnostics
import IR

/// Headers that come and go. Fields that lead from one header to the next, lengths and the checksums of IPv4 headers follow.
extension Lowering {
  // MARK: Push

  mutating func push(_ headers: [PushedHeader], before target: Int, _ span: SourceSpan) {
    guard let (inner, position) = placed(target), let first = headers.first else { return }
    let values = headers.map { header in header.fields.map { ($0.field, lower($0.value)) } }
    let carried = totalLength(inner, span)
    let size = headers.reduce(0) { $0 + $1.kind.bytes }
    builder.perform(.insertBytes(at: inner.offset, count: size), span)
    move(from: position, by: builder.number(UInt64(size), .u32), isGrowing: true, span)
    place(headers, at: position, inner.offset, span)
    let kinds = headers.map(\.kind) + [inner.kind]
    if position > 0 { lead(from: position - 1, to: first.kind, firstByte: inner.offset, span) }
    resizeAround(position, by: builder.number(UInt64(size), .u32), isGrowing: true, span)
    fill(headers.indices.map { (kinds[$0], kinds[$0 + 1], values[$0]) }, at: position, carried, span)
  }

  /// Enters the new headers into the layout.
  private mutating func place(_ headers: [PushedHeader], at position: Int, _ offset: Value, _ span: SourceSpan) {
    var start = offset
    for (index, header) in headers.enumerated() {
      let id = newLayer()
      layers[id] = HeaderLayer(kind: header.kind)
      builder.flow?.stack.insert(id, at: position + index)
      builder.flow?.places[id] = [start]
      while body.bindings.count <= header.binding { body.bindings.append(-1) }
      body.bindings[header.binding] = id
      start = builder.binary(.add, start, builder.number(UInt64(header.kind.bytes), .u32), span)
    }
  }

  /// Sets the fields of new headers, the innermost first, as checksums cover what comes behind.
  private mutating func fill(
    _ headers: [(kind: HeaderKind, next: HeaderKind, values: [(HeaderField, [Value])])], at position: Int,
    _ carried: Value, _ span: SourceSpan
  ) {
    var length = carried
    for (index, header) in headers.enumerated().reversed() {
      let size = builder.number(UInt64(header.kind.bytes), .u32)
      let total = builder.binary(.add, length, size, span)
      let handle = handle(layout[position + index])
      for (field, number) in header.kind.constants(next: header.next) { set(handle, field, number, span) }
      setLength(header.kind, handle, total: total, carried: length, span)
      for (field, words) in header.values {
        for (part, value) in zip(field.parts, words) { builder.perform(.storeField(handle, part, value), span) }
      }
      seal(header.kind, position + index, span)
      length = total
    }
  }

  private mutating func set(_ header: HeaderID, _ field: Field, _ number: UInt64, _ span: SourceSpan) {
    builder.perform(.storeField(header, field, builder.number(number, field.type)), span)
  }

  private mutating func setLength(
    _ kind: HeaderKind, _ header: HeaderID, total: Value, carried: Value, _ span: SourceSpan
  ) {
    guard let (name, countsItself) = kind.lengthField, let field = kind.field(name)?.parts.first else { return }
    let length = builder.convert(countsItself ? total : carried, to: field.type, span)
    builder.perform(.storeField(header, field, length), span)
  }

  /// The checksum of a new header: that of IPv4, and UDP's over IPv6; over IPv4 it is 0 (RFC 7348, 5).
  private mutating func seal(_ kind: HeaderKind, _ position: Int, _ span: SourceSpan) {
    if kind == .ipv4 { sealIPv4(position, span) }
    // A UDP checksum covers the addresses of the header around it, which is filled after it.
    if kind == .ipv6, layout.indices.contains(position + 1), layout[position + 1].kind == .udp {
      recompute(position + 1, span)
    }
  }

  // MARK: Pop

  mutating func pop(_ first: Int, upTo last: Int?, _ span: SourceSpan) {
    guard let (outer, start) = placed(first) else { return }
    let inner = last.flatMap { placed($0) }
    let stop = inner?.position ?? start + 1
    let end = inner?.header.offset ?? self.end(of: outer)
    let count = builder.binary(.sub, end, outer.offset, span)
    let follows = stop < layout.count ? layout[stop].kind : nil
    let type = layout[stop - 1].kind.layer == .link ? etherType(before: end, span) : nil
    resizeAround(start, by: count, isGrowing: false, span)
    builder.perform(.removeBytes(at: outer.offset, count: count), span)
    let gone = layout[start..<stop].map(\.id)
    move(from: stop, by: count, isGrowing: false, span)
    builder.flow?.stack.removeAll { gone.contains($0) }
    guard start > 0 else { return }
    if let type, layout[start - 1].kind.layer == .link {
      let header = bindType(before: outer.offset)
      builder.perform(.storeField(header, Self.typeField, type), span)
    } else if let follows {
      lead(from: start - 1, to: follows, firstByte: outer.offset, span)
    }
  }

  private static let typeField = Field(name: "type", bitOffset: 0, type: .u16)

  /// The two bytes before a place, which are the type of what begins there: of the frame, or of a tag that no pattern names.
  private mutating func bindType(before offset: Value) -> HeaderID {
    let header = newHeader("etherType", kind: "etherType", bytes: 2)
    let start = builder.binary(.sub, offset, builder.number(2, .u32), nil)
    builder.perform(.bind(header, offset: start), nil)
    return header
  }

  private mutating func etherType(before offset: Value, _ span: SourceSpan) -> Value {
    let header = bindType(before: offset)
    return builder.emit(.loadField(header, Self.typeField), .u16, span)
  }

  // MARK: What follows

  /// Headers from a position on lie elsewhere now; all have to be bound again.
  private mutating func move(from position: Int, by count: Value, isGrowing: Bool, _ span: SourceSpan) {
    for placed in layout[position...] {
      var moved = placed
      moved.offset = builder.binary(isGrowing ? .add : .sub, placed.offset, count, span)
      moved.end = placed.end.map { builder.binary(isGrowing ? .add : .sub, $0, count, span) }
      builder.flow?.places[placed.id] = moved.words
    }
    forgetPacket()
  }

  /// Forgets what was read of a packet whose bytes have moved.
  mutating func forgetPacket() {
    builder.flow?.bound = [:]
    builder.forget { operation in
      switch operation {
      case .packetLength, .sumBytes, .hashBytes, .skipExtensions, .loadField: true
      default: false
      }
    }
  }

  /// Writes the field of a header that says what comes next.
  private mutating func lead(from position: Int, to kind: HeaderKind, firstByte: Value, _ span: SourceSpan) {
    let placed = layout[position]
    guard let selector = ParseGraph.selectors(from: placed.layer, to: kind)?.first else { return }
    if placed.kind.layer == .link {
      let header = bindType(before: firstByte)
      let number = builder.number(selector.value, .u16)
      return builder.perform(.storeField(header, Self.typeField, number), span)
    }
    guard placed.kind.layer == .network || placed.kind == .gre, let field = placed.kind.field(selector.field)?.parts.first
    else { return }
    write(position, field, builder.number(selector.value, field.type), isAddress: false, span)
  }

  /// The lengths of the headers around a place.
  private mutating func resizeAround(_ position: Int, by count: Value, isGrowing: Bool, _ span: SourceSpan) {
    for index in layout.indices.prefix(position) {
      let placed = layout[index]
      guard let (name, _) = placed.kind.lengthField, let field = placed.kind.field(name)?.parts.first else { continue }
      let header = handle(placed)
      let old = builder.emit(.loadField(header, field), field.type, span)
      let change = builder.convert(count, to: field.type, span)
      let new = builder.binary(isGrowing ? .add : .sub, old, change, span)
      store(index, field, new, span)
    }
  }

  /// Writes a length. What the checksum of UDP covers has changed beyond that: it is left out, which IPv6 forbids only for
  /// other than tunnels (RFC 6935).
  private mutating func store(_ position: Int, _ field: Field, _ value: Value, _ span: SourceSpan) {
    let placed = layout[position]
    if placed.kind == .ipv4 { return write(position, field, value, isAddress: false, span) }
    let header = handle(placed)
    builder.perform(.storeField(header, field, value), span)
    forgetLoads(of: header, overlapping: field)
    guard placed.kind == .udp, let checksum = placed.ownChecksum else { return }
    builder.perform(.storeField(header, checksum, builder.number(0, .u16)), span)
    forgetLoads(of: header, overlapping: checksum)
  }

  /// Bytes from a header's first to the end of what it carries: u32.
  mutating func totalLength(_ placed: PlacedHeader, _ span: SourceSpan) -> Value {
    switch placed.kind {
    case .udp where placed.layer.isRemembered: break
    case .ipv4: return builder.convert(load(placed, "totalLength"), to: .u32, span)
    case .ipv6:
      let payload = builder.convert(load(placed, "payloadLength"), to: .u32, span)
      return builder.binary(.add, payload, builder.number(40, .u32), span)
    case .udp: return builder.convert(load(placed, "length"), to: .u32, span)
    default: break
    }
    return builder.binary(.sub, builder.emit(.packetLength, .u32, span), placed.offset, span)
  }

  // MARK: Resize

  /// A header behind the last byte; the lengths of IP and UDP follow.
  mutating func append(_ header: PushedHeader, _ span: SourceSpan) {
    let values = header.fields.map { ($0.field, lower($0.value)) }
    let start = builder.emit(.packetLength, .u32, span)
    let size = builder.number(UInt64(header.kind.bytes), .u32)
    resize(to: builder.binary(.add, start, size, span), span)
    let handle = newHeader(header.kind.name, kind: header.kind.name, bytes: header.kind.bytes)
    builder.perform(.bind(handle, offset: start), span)
    for (field, words) in values {
      for (part, value) in zip(field.parts, words) { builder.perform(.storeField(handle, part, value), span) }
    }
  }

  /// Cuts or lengthens the packet; the lengths of IP and UDP follow.
  mutating func resize(to length: Value, _ span: SourceSpan) {
    builder.perform(.setLength(length), span)
    forgetPacket()
    for index in layout.indices {
      let placed = layout[index]
      guard !placed.layer.isQuoted, !placed.layer.isRemembered, let (name, countsItself) = placed.kind.lengthField,
        let field = placed.kind.field(name)?.parts.first
      else { continue }
      let start = countsItself ? placed.offset : sum(placed.offset, UInt64(placed.kind.bytes))
      let new = builder.convert(builder.binary(.sub, length, start, span), to: field.type, span)
      let header = handle(placed)
      if placed.kind == .ipv4 {
        write(index, field, new, isAddress: false, span)
      } else {
        builder.perform(.storeField(header, field, new), span)
        forgetLoads(of: header, overlapping: field)
      }
    }
  }
}

extension HeaderKind {
  /// The field that holds a length, and whether the header itself is counted.
  var lengthField: (name: String, countsItself: Bool)? {
    switch self {
    case .ipv4: ("totalLength", true)
    case .ipv6: ("payloadLength", false)
    case .udp: ("length", true)
    case .gtpu: ("length", false)
    default: nil
    }
  }

  /// What a new header holds where the program says nothing else.
  fileprivate func constants(next: HeaderKind) -> [(Field, UInt64)] {
    var numbers: [(String, UInt64)] =
      switch self {
      case .ipv4: [("version", 4), ("headerWords", 5), ("ttl", 64)]
      case .ipv6: [("version", 6), ("ttl", 64)]
      case .vxlan: [("flags", 0x08)]
      case .gtpu: [("flags", 0x30)]
      default: []
      }
    if let selector = ParseGraph.selectors(from: HeaderLayer(kind: self), to: next)?.first {
      numbers.append((selector.field, selector.value))
    }
    return numbers.compactMap { name, number in field(name)?.parts.first.map { ($0, number) } }
  }
}
