import Diagnostics
import IR

/// Fragments that are followed: what the first one's transport header says is remembered for the later ones, which then
/// match the same patterns. Whole packets and first fragments share their handlers' code, as both have the header.
extension Lowering {
  private var memory: (state: Int, span: SourceSpan)? {
    if case .follow(let state, let span)? = program.fragments { (state, span) } else { nil }
  }

  /// True of an IP header whose fragments are looked up.
  func followsFragments(_ ip: PlacedHeader) -> Bool {
    memory != nil && ip.kind.layer == .network && !ip.layer.isQuoted
  }

  /// True in a fragment, for what an IP header carries; nil where no fragment comes.
  mutating func isPart(behind outer: PlacedHeader?) -> Value? {
    guard let outer, followsFragments(outer) else { return nil }
    return isFragment(outer)
  }

  /// Sends later fragments to where the first ones are remembered; all others are parsed.
  mutating func lowerFollowed(_ found: PacketLayout) {
    guard var ip = found.last else { return }
    let label = found.stack.label
    if ip.kind == .ipv6 { ip = behindExtensions(ip, label) }
    let node = found.dropLast() + [ip]
    let (later, others) = builder.branch(isLaterPart(ip), (label + ".later", label), nil)
    builder.flow = later
    lowerLater(PacketLayout(node), ip)
    builder.flow = others
    lowerNode(PacketLayout(node))
  }

  // MARK: First fragments

  /// Notes what the transport header says, when it is that of a first fragment.
  mutating func rememberFirst(_ found: PacketLayout) {
    guard let (state, span) = memory, let transport = found.last, let ip = found.dropLast().last else { return }
    let label = found.stack.label
    let (first, whole) = builder.branch(isFragment(ip), (label + ".first", label), nil)
    builder.flow = first
    body = LoweredBody()
    body.label = label
    let insertion = Insertion(state: id(of: state), key: key(ip), values: said(by: transport))
    let full = program.states[state].full
    let (inserted, failed) = insert([insertion], evicts: full == nil, span)
    builder.flow = failed
    if let full { lower(full) }
    builder.join([whole, inserted, builder.flow], label: label)
  }

  /// What the packet's fragments are found by: `::ffff:a.b.c.d` for an address of IPv4.
  private mutating func key(_ ip: PlacedHeader) -> [Value] {
    let addresses = ["source", "destination"].flatMap { name -> [Value] in
      let parts = (ip.kind.field(name)?.parts ?? []).map { builder.emit(.loadField(handle(ip), $0), $0.type, nil) }
      guard ip.kind == .ipv4, let address = parts.first else { return parts }
      let wide = builder.convert(address, to: .u64, nil)
      return [builder.number(0, .u64), builder.binary(.or, wide, builder.number(0xffff_0000_0000, .u64), nil)]
    }
    return addresses + [identification(of: ip), payloadProtocol(ip)]
  }

  private mutating func said(by transport: PlacedHeader) -> [Value] {
    let isICMP = transport.kind == .icmp || transport.kind == .icmpv6
    let type = isICMP ? load(transport, "type") : builder.number(0, .u8)
    return [load(transport, "source"), load(transport, "destination"), type]
  }

  // MARK: Later fragments

  static let withoutFirst = "fragment without its first"

  /// Finds what the first fragment said. Fragments of protocols that no pattern asks for are packets without a
  /// transport header.
  private mutating func lowerLater(_ found: PacketLayout, _ ip: PlacedHeader) {
    let asked = demand.children(of: found.stack).filter { $0.kind.layer == .transport }
    guard let (state, span) = memory, !asked.isEmpty, builder.flow != nil else { return lowerLeaf(found) }
    let label = found.stack.label + ".later"
    let number = payloadProtocol(ip)
    guard let here = builder.flow else { return }
    let known = builder.newBlock(label)
    let other = builder.newBlock(label + ".other")
    let numbers = asked.map { ParseGraph.protocolNumber($0.kind) ?? 0 }
    builder.end(.switch(number, cases: numbers.map { SwitchCase($0, Target(known)) }, default: Target(other)), nil)
    builder.flow = here.moved(to: other)
    lowerLeaf(found)
    let arriving = here.moved(to: known)
    builder.flow = asked.count == 1 ? builder.assuming(number, numbers[0], arriving) : arriving
    body = LoweredBody()
    body.label = label
    let entry = newEntry(of: state)
    let (hit, miss) = lookup(state, key(ip), entry, span)
    builder.flow = miss
    builder.end(.finish(.drop(reason: reason(Self.withoutFirst))), span)
    builder.flow = hit
    let said = [IntType.u16, .u16, .u8].enumerated().map { builder.emit(.loadEntry(entry, field: $0), $1, span) }
    lowerLater(found, Array(zip(asked, numbers)), by: number, said, start: payloadStart(ip))
  }

  /// Goes on with the header that the first fragment had.
  private mutating func lowerLater(
    _ found: PacketLayout, _ asked: [(layer: HeaderLayer, number: UInt64)], by number: Value, _ said: [Value],
    start: Value
  ) {
    guard let here = builder.flow else { return }
    var flows = [here]
    if asked.count > 1 {
      let blocks = asked.map { builder.newBlock((found.stack + [$0.layer]).label + ".later") }
      let cases = zip(asked, blocks).dropLast().map { SwitchCase($0.number, Target($1)) }
      builder.end(.switch(number, cases: Array(cases), default: Target(blocks[blocks.count - 1])), nil)
      flows = zip(asked, blocks).map { builder.assuming(number, $0.number, here.moved(to: $1)) }
    }
    for (one, flow) in zip(asked, flows) {
      builder.flow = flow
      var layer = one.layer
      layer.isRemembered = true
      let placed = PlacedHeader(
        id: newLayer(), layer: layer, header: nil, offset: start, end: start, carried: nil, remembered: said)
      let node = found + [placed]
      if layer.kind == .icmp || layer.kind == .icmpv6 { lowerMessages(node) } else { lowerNode(node) }
    }
  }

  // MARK: Fields

  /// Which of the remembered values a field is.
  private func place(of field: Field, in kind: HeaderKind) -> Int? {
    switch field.name {
    case "source", "identifier": 0
    case "destination": 1
    case "type": 2
    default: nil
    }
  }

  /// A field of a header that the first fragment had; 0 for what is not remembered.
  mutating func remembered(_ field: Field, of placed: PlacedHeader) -> Value {
    guard let place = place(of: field, in: placed.kind), placed.remembered.indices.contains(place) else {
      return builder.number(0, field.type)
    }
    return builder.settled(placed.remembered[place])
  }

  /// A write to such a header: it is read back so, and the packet has no bytes of it.
  mutating func remember(_ field: Field, _ value: Value, of placed: PlacedHeader) {
    guard let place = place(of: field, in: placed.kind), placed.remembered.indices.contains(place) else { return }
    var changed = placed
    changed.remembered[place] = value
    builder.flow?.places[placed.id] = changed.words
  }

  // MARK: Checksums

  /// A checksum over a whole segment; of a fragment it stays, as the other parts are not here.
  mutating func recomputeWhole(_ position: Int, _ span: SourceSpan) {
    guard position > 0, layout[position].kind.layer == .transport, followsFragments(layout[position - 1]) else {
      return recompute(position, span)
    }
    let labels = (body.label + ".part", body.label + ".whole")
    let (part, whole) = builder.branch(isFragment(layout[position - 1]), labels, span)
    builder.flow = whole
    if whole != nil { recompute(position, span) }
    builder.join([part, builder.flow], label: body.label + ".after")
  }
}
