import Diagnostics
import IR

/// The parse: from outside in, one header after the other. Only what a handler asks for is looked at; what is malformed
/// does not match its pattern.
extension Lowering {
  typealias Flow = GraphBuilder.Flow

  /// Where a header is looked for.
  struct Place {
    var offset: Value
    /// Bytes that the header before says are there, u32; nil: all to the end of the packet.
    var available: Value?
  }

  mutating func lowerPacket() {
    builder.place = program.handlers.first?.span
    guard !children(of: []).isEmpty else { return lowerLeaf([]) }
    let ethernet = HeaderLayer(kind: .ethernet)
    let place = Place(offset: builder.number(0, .u32), available: nil)
    let (header, found, short) = extract(ethernet, at: place, in: [])
    builder.flow = short
    lowerLeaf([])
    builder.flow = found
    let placed = PlacedHeader(
      id: newLayer(), layer: ethernet, header: header, offset: place.offset, end: nil, carried: nil)
    lowerNode([placed])
  }

  mutating func newLayer() -> Int {
    layerCount += 1
    return layerCount - 1
  }

  /// Looks for the headers behind those found, then tries the handlers that need no more than these.
  /// - Parameter joining: ways of packets that have these headers, and nothing more that could be looked for.
  mutating func lowerNode(_ found: PacketLayout, joining: [Flow?] = []) {
    guard let last = found.last else { return }
    if last.layer.isRemembered { return lowerLeaf(found) }
    var strays = joining
    let children = children(of: found.stack)
    if !children.isEmpty {
      lowerSettledPorts(found)
      if builder.flow == nil {
        builder.join(strays, label: found.stack.label + ".other")
        return lowerLeaf(found)
      }
      if last.kind == .ethernet, !children.contains(where: { $0.kind == .vlan }) {
        lowerFrame(found, children, &strays)
      } else {
        lowerChildren(found, children, &strays)
      }
      builder.join(strays, label: found.count == 1 ? "ethernet.other" : found.stack.label + ".other")
    }
    if builder.flow != nil { lowerLeaf(found) }
  }

  /// Looks for one header and goes on behind it; packets that do not have it join `strays`.
  mutating func lowerHeader(_ layer: HeaderLayer, at place: Place, in found: PacketLayout, _ strays: inout [Flow?]) {
    let (header, there, short) = extract(layer, at: place, in: found)
    strays.append(short)
    builder.flow = there
    let label = (found.stack + [layer]).label
    let isPart = isPart(behind: found.last)
    var checked = check(layer, header, place, isPart: isPart)
    if let isPart, layer.kind.layer != .transport {
      let isWhole = builder.compare(.eq, isPart, builder.number(0, .bit), nil)
      checked.isSound = allOf([checked.isSound, isWhole])
    }
    let (sound, malformed) = builder.branch(checked.isSound, (label, label + ".malformed"), nil)
    strays.append(malformed)
    builder.flow = sound
    let placed = PlacedHeader(
      id: newLayer(), layer: layer, header: header, offset: place.offset, end: checked.end, carried: checked.carried)
    let node = found + [placed]
    if isPart != nil, layer.kind.layer == .transport { rememberFirst(node) }
    switch layer.kind {
    case _ where !demand.children(of: found.stack).contains(layer):
      _ = droppingFragments(node)
      strays.append(builder.flow)
    case .icmp, .icmpv6: lowerMessages(node)
    case .ipv4, .ipv6: lowerIP(node)
    case .gtpu: lowerGTP(node)
    default: lowerNode(node)
    }
  }

  // MARK: Frames

  /// Ways that the parse of a frame's types has left open.
  private struct FrameParse {
    var found: PacketLayout
    var children: [HeaderLayer]
    /// To each header, with its offset.
    var arrivals: [HeaderLayer: [(flow: Flow, offset: Value)]] = [:]
    /// Of packets with nothing known in the frame.
    var strays: [Flow?] = []
  }

  /// Passes over up to two VLAN tags; the ways to each header come together.
  private mutating func lowerFrame(_ found: PacketLayout, _ children: [HeaderLayer], _ strays: inout [Flow?]) {
    guard let frame = found.last else { return }
    var parse = FrameParse(found: found, children: children)
    let field = Field(name: "type", bitOffset: 96, type: .u16)
    let type = builder.emit(.loadField(handle(frame), field), .u16, nil)
    dispatchFrame(type, frame, behind: 14, tags: 2, &parse)
    for child in children {
      guard let arrivals = parse.arrivals[child], !arrivals.isEmpty else { continue }
      let block = builder.newBlock((found.stack + [child]).label)
      let offset = builder.addParameter(.u32, to: block)
      for arrival in arrivals {
        builder.flow = arrival.flow
        builder.jump(to: block, [arrival.offset])
      }
      builder.flow = GraphBuilder.common(arrivals.map(\.flow), at: block)
      let place = Place(offset: offset, available: available(in: frame, at: offset))
      lowerHeader(child, at: place, in: found, &parse.strays)
    }
    strays += parse.strays
  }

  private mutating func available(in frame: PlacedHeader, at offset: Value) -> Value? {
    guard let carried = frame.carried else { return nil }
    let tags = builder.binary(.sub, offset, end(of: frame), nil)
    return builder.binary(.subSat, carried, tags, nil)
  }

  /// Goes on by an EtherType; the header it announces begins `behind` bytes after the frame.
  private mutating func dispatchFrame(
    _ type: Value, _ frame: PlacedHeader, behind: UInt64, tags: Int, _ parse: inout FrameParse
  ) {
    guard let here = builder.flow else { return }
    var cases: [SwitchCase] = []
    for child in parse.children {
      let numbers = selectors(from: frame.layer, to: child).map(\.value)
      let block = builder.newBlock((parse.found.stack + [child]).label)
      cases += numbers.map { SwitchCase($0, Target(block)) }
      let arriving = here.moved(to: block)
      builder.flow = numbers.count == 1 ? builder.assuming(type, numbers[0], arriving) : arriving
      let offset = builder.binary(.add, frame.offset, builder.number(behind, .u32), nil)
      parse.arrivals[child, default: []].append((builder.flow ?? arriving, offset))
    }
    let tagged = tags > 0 ? builder.newBlock("vlan") : nil
    if let tagged { cases += ParseGraph.tagTypes.map { SwitchCase($0, Target(tagged)) } }
    let other = builder.newBlock("ethernet.other")
    builder.flow = here
    builder.end(.switch(type, cases: cases, default: Target(other)), nil)
    parse.strays.append(here.moved(to: other))
    guard let tagged else { return }
    builder.flow = here.moved(to: tagged)
    lowerTag(frame, behind: behind, tags: tags, &parse)
  }

  private mutating func lowerTag(_ frame: PlacedHeader, behind: UInt64, tags: Int, _ parse: inout FrameParse) {
    let tag = newHeader("vlan", kind: "vlan", bytes: 4)
    let offset = builder.binary(.add, frame.offset, builder.number(behind, .u32), nil)
    let (flow, short) = extract(tag, at: offset, label: "vlan")
    parse.strays.append(short)
    builder.flow = flow
    let type = builder.emit(.loadField(tag, Field(name: "type", bitOffset: 16, type: .u16)), .u16, nil)
    dispatchFrame(type, frame, behind: behind + 4, tags: tags - 1, &parse)
  }

  // MARK: Extraction

  /// Binds a header; gives the ways for packets that have it and for those that end before it does.
  private mutating func extract(
    _ layer: HeaderLayer, at place: Place, in found: PacketLayout
  ) -> (header: HeaderID, there: Flow?, short: Flow?) {
    let stack = found.stack + [layer]
    let pattern = sourcePattern(of: stack)
    builder.place = pattern?.name.span ?? program.handlers.first?.span
    let header = newHeader(pattern?.name.text ?? layer.kind.name, kind: layer.kind.name, bytes: layer.bytes)
    let (there, short) = extract(header, at: place.offset, label: stack.label)
    return (header, there, short)
  }

  mutating func extract(_ header: HeaderID, at offset: Value, label: String) -> (Flow?, Flow?) {
    guard let here = builder.flow else { return (nil, nil) }
    let ok = builder.newBlock(label)
    let short = builder.newBlock(label + ".short")
    builder.end(.extract(header, offset: offset, ok: Target(ok), short: Target(short)), nil)
    return (here.moved(to: ok), here.moved(to: short))
  }

  /// The pattern of the first handler that asks for the last of these headers.
  private func sourcePattern(of stack: [HeaderLayer]) -> CheckedPattern? {
    let position = stack.count - 1
    func pattern(_ handler: CheckedHandler, _ fits: (StackPattern) -> Bool) -> CheckedPattern? {
      handler.stacks.lazy.filter(fits).compactMap { $0.binding(at: position) }.first.map { handler.patterns[$0] }
    }
    let handlers = members[group].lazy.flatMap(\.program.handlers)
    let exact = handlers.compactMap { pattern($0) { $0.layers.count == stack.count && $0.mayMatch(stack) } }
    // A handler may need more than this header: its pattern for it will do.
    return exact.first ?? handlers.compactMap { pattern($0) { $0.mayMatch(stack) } }.first
  }
}

extension StackPattern {
  /// True where the beginning of the pattern fits, whatever the ICMP message will turn out to be.
  fileprivate func mayMatch(_ stack: [HeaderLayer]) -> Bool {
    guard layers.count >= stack.count else { return false }
    return zip(layers, stack).allSatisfy { wanted, found in
      wanted.accepts(found) || (wanted.kind == found.kind && wanted.isQuoted == found.isQuoted && found.message == nil)
    }
  }
}
