import Diagnostics
import IR

/// The choice of the header that comes next.
extension Lowering {
  func selectors(from layer: HeaderLayer, to child: HeaderLayer) -> [Selector] {
    ParseGraph.selectors(from: layer, to: child.kind) ?? []
  }

  /// Ways to the same headers, which are tried in turn.
  private struct Arrival {
    var children: [HeaderLayer]
    var flows: [Flow?]
  }

  /// Goes on by the fields that say what follows, field after field; what may always be there is tried last.
  mutating func lowerChildren(_ found: PacketLayout, _ children: [HeaderLayer], _ strays: inout [Flow?]) {
    guard let last = found.last else { return }
    let wanted = children.map { (child: $0, selectors: selectors(from: last.layer, to: $0)) }
    var fields: [String] = []
    for selector in wanted.flatMap(\.selectors) where !fields.contains(selector.field) { fields.append(selector.field) }
    var arrivals: [Arrival] = []
    for field in fields {
      let cases = wanted.map { (child: $0.child, numbers: $0.selectors.filter { $0.field == field }.map(\.value)) }
      choose(by: field, cases, found, &arrivals)
    }
    let always = wanted.filter(\.selectors.isEmpty).map(\.child)
    if always.isEmpty { strays.append(builder.flow) } else { tryInTurn(always, found, &strays) }
    for arrival in arrivals {
      builder.join(arrival.flows, label: (found.stack + arrival.children.prefix(1)).label)
      tryInTurn(arrival.children, found, &strays)
    }
  }

  /// Chooses by one field; the current flow is then that of packets with another value.
  private mutating func choose(
    by field: String, _ cases: [(child: HeaderLayer, numbers: [UInt64])], _ found: PacketLayout,
    _ arrivals: inout [Arrival]
  ) {
    guard let last = found.last, builder.flow != nil else { return }
    let value = selectorValue(of: last, field)
    let implied = last.kind == .ipv6 && !followsFragments(last) ? (protocol: payloadProtocol(last), isFragment: isFragment(last)) : nil
    guard let here = builder.flow else { return }
    var numbers: [UInt64] = []
    for number in cases.flatMap(\.numbers) where !numbers.contains(number) { numbers.append(number) }
    var groups: [(children: [HeaderLayer], numbers: [UInt64])] = []
    for number in numbers {
      let children = cases.filter { $0.numbers.contains(number) }.map(\.child)
      if let index = groups.firstIndex(where: { $0.children == children }) {
        groups[index].numbers.append(number)
      } else {
        groups.append((children, [number]))
      }
    }
    let blocks = groups.map { builder.newBlock((found.stack + $0.children.prefix(1)).label) }
    let other = builder.newBlock(found.stack.label + ".other")
    let targets = zip(groups, blocks).flatMap { group, block in group.numbers.map { SwitchCase($0, Target(block)) } }
    builder.end(.switch(value, cases: targets, default: Target(other)), nil)
    for (group, block) in zip(groups, blocks) {
      let moved = here.moved(to: block)
      var flow = moved
      if group.numbers.count == 1 {
        flow = builder.assuming(value, group.numbers[0], flow)
        if let implied {
          flow = builder.assuming(implied.protocol, group.numbers[0], builder.assuming(implied.isFragment, 0, flow))
        }
      }
      if let index = arrivals.firstIndex(where: { $0.children == group.children }) {
        arrivals[index].flows.append(flow)
      } else {
        arrivals.append(Arrival(children: group.children, flows: [flow]))
      }
    }
    builder.flow = here.moved(to: other)
  }

  /// Looks for one header after the other at the same place.
  private mutating func tryInTurn(_ children: [HeaderLayer], _ found: PacketLayout, _ strays: inout [Flow?]) {
    guard let last = found.last else { return }
    if builder.flow == nil { return }
    let place = Place(offset: end(of: last), available: last.carried)
    for (index, child) in children.enumerated() where builder.flow != nil {
      var failed: [Flow?] = []
      lowerHeader(child, at: place, in: found, &failed)
      if index + 1 == children.count {
        strays += failed
      } else {
        builder.join(failed, label: found.stack.label + ".other")
      }
    }
  }

  private mutating func selectorValue(of last: PlacedHeader, _ field: String) -> Value {
    if last.kind == .ipv6, field == "protocol" {
      return followsFragments(last) ? payloadProtocol(last) : ipv6Selector(last)
    }
    return load(last, field)
  }

  /// Reads a field of one word.
  mutating func load(_ placed: PlacedHeader, _ name: String) -> Value {
    let field = placed.kind.field(name)?.parts.first ?? Field(name: name, bitOffset: 0, type: .u8)
    if placed.layer.isRemembered { return remembered(field, of: placed) }
    return builder.emit(.loadField(handle(placed), field), field.type, nil)
  }

  // MARK: ICMP

  /// Tells the messages apart that patterns ask for.
  mutating func lowerMessages(_ found: PacketLayout) {
    let messages = demand.messages(of: found.stack)
    guard let last = found.last, !messages.isEmpty else { return lowerNode(found) }
    let type = load(last, "type")
    guard let here = builder.flow else { return }
    let nodes = messages.map { message in
      var node = found
      node[node.count - 1].layer.message = message
      return node
    }
    let blocks = nodes.map { builder.newBlock($0.stack.label) }
    let plain = builder.newBlock(found.stack.label)
    let numbers = messages.map { $0.types(in: last.kind) }
    let cases = zip(numbers, blocks).flatMap { numbers, block in numbers.map { SwitchCase($0, Target(block)) } }
    builder.end(.switch(type, cases: cases, default: Target(plain)), nil)
    for ((node, numbers), block) in zip(zip(nodes, numbers), blocks) {
      let arriving = here.moved(to: block)
      builder.flow = numbers.count == 1 ? builder.assuming(type, numbers[0], arriving) : arriving
      lowerNode(node)
    }
    builder.flow = here.moved(to: plain)
    lowerNode(found)
  }
}
