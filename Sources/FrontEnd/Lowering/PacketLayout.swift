import IR

/// A header of the packet at a point of the program.
struct PlacedHeader {
  /// What handlers' names refer to; the same before and after the packet is changed.
  var id: Int
  var layer: HeaderLayer
  /// Bound there; nil after a change that moved the packet's bytes: it is bound again where it is used.
  var header: HeaderID?
  /// Its first byte, and the first byte behind it, u32; nil: as many bytes as it always has.
  var offset: Value
  var end: Value?
  /// Bytes that it carries as the parse found it, u32; nil: all to the end of the packet, or not known any more.
  var carried: Value?

  /// Of IPv6: the protocol behind its extension headers, u16, with the bits above it that `ipv6Selector` says.
  var code: Value?
  /// Of a later fragment's transport header: the ports, or the identifier twice, and the type.
  var remembered: [Value] = []

  var kind: HeaderKind { layer.kind }
}

/// The headers of the packet, from outside in.
typealias PacketLayout = [PlacedHeader]

extension PlacedHeader {
  /// What `Flow.places` holds of it.
  var words: [Value] {
    guard let end else { return [offset] }
    return [offset, end] + (code.map { [$0] } ?? []) + remembered
  }
}

extension PacketLayout {
  var stack: [HeaderLayer] { map(\.layer) }
}

extension Lowering {
  /// The headers at the current point.
  var layout: PacketLayout {
    guard let flow = builder.flow else { return [] }
    return flow.stack.compactMap { id in
      guard let words = flow.places[id], let offset = words.first, let layer = layers[id] else { return nil }
      let end = words.count > 1 ? words[1] : nil
      let more = Array(words.dropFirst(2))
      return PlacedHeader(
        id: id, layer: layer, header: flow.bound[id], offset: offset, end: end, carried: nil,
        code: layer.isRemembered ? nil : more.first, remembered: layer.isRemembered ? more : [])
    }
  }

  /// Notes which headers the packet has from here on.
  mutating func setLayout(_ layout: PacketLayout) {
    builder.flow?.stack = layout.map(\.id)
    builder.flow?.places = [:]
    builder.flow?.bound = [:]
    for placed in layout {
      layers[placed.id] = placed.layer
      builder.flow?.places[placed.id] = placed.words
      builder.flow?.bound[placed.id] = placed.header
    }
  }

  /// The header that a name of the handler stands for, and its place in the layout.
  func placed(_ binding: Int) -> (header: PlacedHeader, position: Int)? {
    guard body.bindings.indices.contains(binding) else { return nil }
    let id = body.bindings[binding]
    let layout = layout
    return layout.firstIndex { $0.id == id }.map { (layout[$0], $0) }
  }

  /// The first byte behind a header: u32.
  mutating func end(of placed: PlacedHeader) -> Value {
    placed.end ?? builder.binary(.add, placed.offset, builder.number(UInt64(placed.layer.bytes), .u32), nil)
  }

  /// The handle of a header, which is bound again where the packet was changed since.
  mutating func handle(_ placed: PlacedHeader) -> HeaderID {
    if let header = placed.header { return header }
    if let bound = builder.flow?.bound[placed.id] { return bound }
    let header = newHeader(placed.kind.name, kind: placed.kind.name, bytes: placed.layer.bytes)
    builder.perform(.bind(header, offset: placed.offset), nil)
    builder.flow?.bound[placed.id] = header
    return header
  }
}
