import Diagnostics
import IR

/// The parse: Ethernet, up to two VLAN tags, ARP and IP. Only what a handler asks for is looked at; what is malformed
/// does not match its pattern.
extension Lowering {
  typealias Flow = GraphBuilder.Flow

  /// The headers found so far.
  struct Found {
    var headers: [HeaderKind: HeaderID] = [:]
  }

  mutating func lowerPacket() {
    builder.flow = Flow(block: builder.newBlock("entry"))
    builder.place = program.handlers.first?.span
    let kinds = demandedNetworkKinds
    guard kinds.isEmpty == false || demands(.ethernet) else { return lowerLeaf(.short, Found()) }
    let (ethernet, short) = extract(.ethernet, at: builder.number(0, .u32), for: .ethernet, label: "ethernet")
    builder.flow = short
    lowerLeaf(.short, Found())
    builder.flow = ethernet.flow
    var links = LinkParse(found: Found(headers: [.ethernet: ethernet.header]))
    let field = Field(name: "type", bitOffset: 96, type: .u16)
    dispatch(builder.emit(.loadField(ethernet.header, field), .u16, nil), offset: 14, tags: 2, kinds, &links)
    for kind in kinds { lowerNetwork(kind, &links) }
    builder.join(links.strays, label: "ethernet.other")
    if builder.flow != nil { lowerLeaf(.ethernet, links.found) }
  }

  /// Ways that the link layer's parse has left open.
  struct LinkParse {
    var found: Found
    /// To each network header, with the header's offset.
    var arrivals: [HeaderKind: [(flow: Flow, offset: Value)]] = [:]
    /// To the leaf of packets with nothing known in the frame.
    var strays: [Flow?] = []
  }

  private static let etherTypes: [HeaderKind: UInt64] = [.ipv4: 0x0800, .arp: 0x0806, .ipv6: 0x86dd]
  /// IEEE 802.1Q and 802.1ad.
  private static let tagTypes: [UInt64] = [0x8100, 0x88a8]

  /// Goes on by an EtherType; `offset` is where the header it announces begins.
  private mutating func dispatch(
    _ type: Value, offset: UInt64, tags: Int, _ kinds: [HeaderKind], _ links: inout LinkParse
  ) {
    guard let here = builder.flow, !kinds.isEmpty else {
      links.strays.append(builder.flow)
      return
    }
    var cases: [SwitchCase] = []
    for kind in kinds {
      guard let number = Self.etherTypes[kind] else { continue }
      let block = builder.newBlock(kind.rawValue)
      cases.append(SwitchCase(number, Target(block)))
      let flow = builder.assuming(type, number, here.moved(to: block))
      builder.flow = flow
      let place = builder.number(offset, .u32)
      links.arrivals[kind, default: []].append((builder.flow ?? flow, place))
    }
    let tagged = tags > 0 ? builder.newBlock("vlan") : nil
    if let tagged { cases += Self.tagTypes.map { SwitchCase($0, Target(tagged)) } }
    let other = builder.newBlock("ethernet.other")
    builder.flow = here
    builder.end(.switch(type, cases: cases, default: Target(other)), nil)
    links.strays.append(here.moved(to: other))
    guard let tagged else { return }
    builder.flow = here.moved(to: tagged)
    lowerTag(offset: offset, tags: tags, kinds, &links)
  }

  private mutating func lowerTag(offset: UInt64, tags: Int, _ kinds: [HeaderKind], _ links: inout LinkParse) {
    let tag = newHeader("vlan", kind: "vlan", bytes: 4)
    let (flow, short) = extract(tag, at: builder.number(offset, .u32), label: "vlan")
    links.strays.append(short)
    builder.flow = flow
    let type = builder.emit(.loadField(tag, Field(name: "type", bitOffset: 16, type: .u16)), .u16, nil)
    dispatch(type, offset: offset + 4, tags: tags - 1, kinds, &links)
  }

  /// Brings the ways to a network header together and parses it.
  private mutating func lowerNetwork(_ kind: HeaderKind, _ links: inout LinkParse) {
    guard let arrivals = links.arrivals[kind], !arrivals.isEmpty else { return }
    let block = builder.newBlock(kind.rawValue)
    let offset = builder.addParameter(.u32, to: block)
    for arrival in arrivals {
      builder.flow = arrival.flow
      builder.jump(to: block, [arrival.offset])
    }
    builder.flow = GraphBuilder.common(arrivals.map(\.flow), at: block)
    let leaf: Leaf = kind == .arp ? .arp : .ip(kind)
    let (header, short) = extract(kind, at: offset, for: leaf, label: kind.rawValue)
    links.strays.append(short)
    builder.flow = header.flow
    var found = links.found
    found.headers[kind] = header.header
    if kind == .arp {
      lowerLeaf(.arp, found)
    } else {
      links.strays.append(lowerIP(kind, header.header, offset, found))
    }
  }

  // MARK: Demand

  /// Network headers that some handler's pattern needs, IPv4 first.
  private var demandedNetworkKinds: [HeaderKind] {
    let wanted = Leaf.all.filter { leaf in
      program.handlers.contains { handler in
        handler.patterns.contains { $0.alternatives.first?.layer != .link } && handler.instance(at: leaf) != nil
      }
    }
    return [.ipv4, .ipv6, .arp].filter { kind in
      wanted.contains { $0.header(at: .network) == kind || $0.header(at: .arp) == kind }
    }
  }

  private func demands(_ kind: HeaderKind) -> Bool {
    program.handlers.contains { handler in handler.patterns.contains { $0.alternatives.first?.layer == kind.layer } }
  }

  // MARK: Extraction

  /// Binds a header; gives the ways for packets that have it and for those that end before it does.
  mutating func extract(
    _ kind: HeaderKind, at offset: Value, for leaf: Leaf, label: String
  ) -> ((header: HeaderID, flow: Flow?), Flow?) {
    let pattern = sourcePattern(of: kind, at: leaf)
    builder.place = pattern?.name.span ?? program.handlers.first?.span
    let header = newHeader(pattern?.name.text ?? kind.rawValue, kind: kind.rawValue, bytes: kind.bytes)
    let (ok, short) = extract(header, at: offset, label: label)
    return ((header, ok), short)
  }

  private mutating func extract(_ header: HeaderID, at offset: Value, label: String) -> (Flow?, Flow?) {
    guard let here = builder.flow else { return (nil, nil) }
    let ok = builder.newBlock(label)
    let short = builder.newBlock(label + ".short")
    builder.end(.extract(header, offset: offset, ok: Target(ok), short: Target(short)), nil)
    return (here.moved(to: ok), here.moved(to: short))
  }

  /// The pattern of the first handler that asks for a header.
  private func sourcePattern(of kind: HeaderKind, at leaf: Leaf) -> CheckedPattern? {
    for handler in program.handlers {
      guard let instance = leaf.variants.lazy.compactMap({ handler.instance(at: $0) }).first else { continue }
      for (pattern, binding) in zip(handler.patterns, instance.bindings) where binding.header == kind { return pattern }
    }
    // A handler may need more than this header: its pattern for it will do.
    return program.handlers.lazy.flatMap(\.patterns).first { pattern in
      pattern.alternatives.contains { $0.rawValue == kind.rawValue || ($0 == .eth && kind == .ethernet) }
    }
  }
}
