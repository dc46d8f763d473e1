import Diagnostics
import IR

/// The parse of what IP and GTP carry.
extension Lowering {
  /// Looks for what an IP header carries. A fragment matches no transport pattern, unless fragments are followed; of a
  /// quoted packet only the first fragment does, as the quote begins with it.
  mutating func lowerIP(_ header: PacketLayout) {
    let found = droppingFragments(header)
    guard let ip = found.last, !demand.children(of: found.stack).isEmpty else { return lowerNode(found) }
    if followsFragments(ip) { return lowerFollowed(found) }
    guard ip.kind == .ipv4 else {
      return lowerNode(ip.code == nil ? found.dropLast() + [behindExtensions(ip, found.stack.label)] : found)
    }
    let label = found.stack.label
    let (fragment, whole) = builder.branch(isFragment(ip), (label + ".fragment", label), nil)
    if asksForFragments(found.stack) {
      builder.flow = fragment
      lowerLeaf(found)
      builder.flow = whole
      return lowerNode(found)
    }
    builder.flow = whole
    lowerNode(found, joining: [fragment])
  }

  /// True where a handler's condition tells fragments from other packets: they then go their own way from here.
  private func asksForFragments(_ stack: [HeaderLayer]) -> Bool {
    members[group].contains { $0.program.handlers.contains { asksForFragments($0, stack) } }
  }

  private func asksForFragments(_ handler: CheckedHandler, _ stack: [HeaderLayer]) -> Bool {
    guard let match = handler.match(stack) else { return false }
    let instance = handler.instances[HandlerInstance(bindings: match.bindings)]
    return instance?.condition?.reads("fragment") ?? false
  }

  // MARK: GTP

  /// Looks for what a G-PDU carries: behind the optional part, and behind one extension header (3GPP TS 29.281, 5.2),
  /// such as the PDU session container of 5G.
  mutating func lowerGTP(_ found: PacketLayout) {
    guard let gtp = found.last, !demand.children(of: found.stack).isEmpty else { return lowerNode(found) }
    let label = found.stack.label
    let extensions = builder.binary(.and, load(gtp, "flags"), builder.number(4, .u8), nil)
    let hasExtension = builder.compare(.ne, extensions, builder.number(0, .u8), nil)
    let (extended, plain) = builder.branch(hasExtension, (label + ".extended", label), nil)
    guard let extended else {
      builder.flow = plain
      return lowerNode(found)
    }
    builder.flow = extended
    var strays: [Flow?] = []
    let behind = lowerExtension(gtp, label, &strays)
    let skipped = builder.flow
    guard let plain, let skipped else { return lowerNode(found, joining: strays) }
    let block = builder.newBlock(label + ".payload")
    let end = builder.addParameter(.u32, to: block)
    builder.flow = plain
    builder.jump(to: block, [self.end(of: gtp)])
    builder.flow = skipped
    builder.jump(to: block, [behind])
    builder.flow = GraphBuilder.common([plain, skipped], at: block)
    var node = found
    node[node.count - 1].end = end
    if let carried = gtp.carried {
      let more = builder.binary(.sub, end, self.end(of: gtp), nil)
      node[node.count - 1].carried = builder.binary(.subSat, carried, more, nil)
    }
    lowerNode(node, joining: strays)
  }

  /// Passes over an extension header that is the last one; gives the first byte behind it. The type of the first
  /// extension is the last byte of the optional part, 0 for none.
  private mutating func lowerExtension(_ gtp: PlacedHeader, _ label: String, _ strays: inout [Flow?]) -> Value {
    let behind = end(of: gtp)
    let start = builder.binary(.sub, behind, builder.number(1, .u32), nil)
    let head = newHeader("gtpuExtension", kind: "gtpuExtension", bytes: 2)
    let (there, short) = extract(head, at: start, label: label + ".extension")
    strays.append(short)
    builder.flow = there
    let type = builder.emit(.loadField(head, Field(name: "type", bitOffset: 0, type: .u8)), .u8, nil)
    let words = builder.emit(.loadField(head, Field(name: "words", bitOffset: 8, type: .u8)), .u8, nil)
    let length = builder.binary(.shl, builder.convert(words, to: .u32, nil), builder.number(2, .u32), nil)
    let isThere = builder.compare(.ne, type, builder.number(0, .u8), nil)
    let skipped = builder.emit(
      .select(condition: isThere, then: length, else: builder.number(0, .u32)), .u32, nil)
    let end = builder.binary(.add, behind, skipped, nil)
    let tail = newHeader("gtpuNext", kind: "gtpuNext", bytes: 1)
    let last = builder.binary(.sub, end, builder.number(1, .u32), nil)
    let (complete, cut) = extract(tail, at: last, label: label + ".next")
    strays.append(cut)
    builder.flow = complete
    let next = builder.emit(.loadField(tail, Field(name: "type", bitOffset: 0, type: .u8)), .u8, nil)
    let isLast = builder.compare(.eq, next, builder.number(0, .u8), nil)
    let (end1, more) = builder.branch(isLast, (label + ".extended", label + ".more"), nil)
    strays.append(more)
    builder.flow = end1
    return end
  }
}
