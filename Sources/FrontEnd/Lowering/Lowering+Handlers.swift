import Diagnostics
import IR

/// The choice of a handler at a leaf of the parse.
extension Lowering {
  /// Tries the handlers of the group's members that can match here, one member after the other.
  mutating func lowerLeaf(_ found: PacketLayout) {
    guard builder.flow != nil else { return }
    let outer = builder.place
    defer {
      builder.place = outer
      current = group.lowerBound
    }
    current = group.lowerBound
    lowerMember(found)
  }

  /// Tries the handlers of the member that can match here, port by port, in source order.
  mutating func lowerMember(_ found: PacketLayout) {
    let stack = found.stack
    setLayout(found)
    let candidates = program.handlers.filter { $0.match(stack) != nil }
    builder.place = candidates.first?.span ?? builder.place
    let member = current
    for (port, flow) in ways(candidates, stack.label) {
      current = member
      builder.flow = flow
      let here = candidates.filter { $0.port == nil || $0.port == port }
      tryHandlers(here, found, label: stack.label + (port.map { "." + program.ports[$0].text } ?? ""))
      lowerNext(found)
    }
  }

  /// One way per port, where the handlers tell ports apart.
  private mutating func ways(_ candidates: [CheckedHandler], _ label: String) -> [(port: Int?, flow: Flow?)] {
    guard candidates.contains(where: { $0.port != nil }), program.ports.count > 1 else { return [(nil, builder.flow)] }
    let ingress = builder.emit(.ingressPort, .u16, nil)
    if let known = builder.constant(ingress) { return [(Int(known), builder.flow)] }
    return splitByPort(label).enumerated().map { ($0, $1) }
  }

  /// Ends the block by a choice of the port the packet came in by; one way per port.
  private mutating func splitByPort(_ label: String) -> [Flow] {
    let ingress = builder.emit(.ingressPort, .u16, nil)
    guard let here = builder.flow else { return [] }
    let blocks = program.ports.map { builder.newBlock(label + "." + $0.text) }
    if blocks.count == 2 {
      let isFirst = builder.compare(.eq, ingress, builder.number(0, .u16), nil)
      builder.end(.branch(condition: isFirst, then: Target(blocks[0]), else: Target(blocks[1])), nil)
    } else {
      let cases = blocks.dropLast().enumerated().map { SwitchCase(UInt64($0), Target($1)) }
      builder.end(.switch(ingress, cases: cases, default: Target(blocks[blocks.count - 1])), nil)
    }
    return blocks.enumerated().map { builder.assuming(ingress, UInt64($0), here.moved(to: $1)) }
  }

  /// Leaves the parse with packets from ports whose handlers need no more headers than these, where only one port is
  /// left: behind the headers that its handlers ask for, theirs would be lowered again and again.
  mutating func lowerSettledPorts(_ found: PacketLayout) {
    guard group.count == 1, program.fragments == nil, builder.flow != nil else { return }
    let settled = program.ports.indices.map { isSettled(port: $0, found.stack) }
    guard settled.contains(true), program.ports.count > 1 else { return }
    let ingress = builder.emit(.ingressPort, .u16, nil)
    if let known = builder.constant(ingress) {
      if settled[Int(known)] { lowerLeaf(found) }
      return
    }
    guard settled.count(where: { !$0 }) == 1 else { return }
    let flows = splitByPort(found.stack.label)
    for (flow, isSettled) in zip(flows, settled) where isSettled {
      builder.flow = flow
      lowerLeaf(found)
    }
    builder.flow = zip(flows, settled).first { !$0.1 }?.0
  }

  /// True where a handler takes a port's packets with these headers, and none asks for more.
  private func isSettled(port: Int, _ stack: [HeaderLayer]) -> Bool {
    let handlers = program.handlers.filter { $0.port == nil || $0.port == port }
    return handlers.contains { $0.match(stack) != nil }
      && handlers.allSatisfy { handler in handler.stacks.allSatisfy { $0.next(after: stack) == nil } }
  }

  private mutating func tryHandlers(_ handlers: [CheckedHandler], _ found: PacketLayout, label: String) {
    for handler in handlers {
      guard let match = handler.match(found.stack),
        let typed = handler.instances[HandlerInstance(bindings: match.bindings)]
      else { continue }
      body = LoweredBody()
      body.label = label
      builder.flow?.variables = [:]
      body.bindings = match.positions.map { found[$0].id }
      builder.place = handler.span
      var next: Flow?
      if let condition = typed.condition {
        lower(TypedBlock(statements: typed.before, ends: false, yields: false))
        (builder.flow, next) = branch(on: condition, (label, label + ".next"))
      }
      if builder.flow != nil { lower(typed.body) }
      builder.flow = next
      if next == nil { return }
    }
    jumpToOtherwise(label)
  }
}
