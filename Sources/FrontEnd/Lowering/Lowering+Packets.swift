import Diagnostics
import IR

/// Statements about the packet as a whole.
extension Lowering {
  mutating func lower(_ operation: PacketOperation, _ span: SourceSpan) {
    switch operation {
    case .mirror(let port): builder.perform(.mirror(port: port), span)
    case .flood: flood(span)
    case .forwardTo(let port): forward(to: lowerScalar(port), span)
    case .push(let headers, let target): push(headers, before: target, span)
    case .pop(let first, let last): pop(first, upTo: last, span)
    case .resize(let length): resize(to: lowerScalar(length), span)
    case .append(let header): append(header, span)
    case .recompute(let binding):
      if let (_, position) = placed(binding) { recomputeWhole(position, span) }
    case .replyError(let reply, let binding): replyError(reply, about: binding, span)
    }
  }

  /// Copies go to all other ports but the last one, which the packet itself takes.
  private mutating func flood(_ span: SourceSpan) {
    let ingress = builder.emit(.ingressPort, .u16, span)
    choosePort(ingress, isExhaustive: true, span) { lowering, port in
      let others = lowering.program.ports.indices.filter { $0 != port }
      for other in others.dropLast() { lowering.builder.perform(.mirror(port: other), span) }
      if let last = others.last { lowering.forward(last, span) }
    }
  }

  private mutating func forward(to port: Value, _ span: SourceSpan) {
    choosePort(port, isExhaustive: false, span) { lowering, port in
      lowering.forward(port, span)
    }
  }

  /// Ends the block by a choice of a port; an index that is none drops the packet.
  private mutating func choosePort(
    _ port: Value, isExhaustive: Bool, _ span: SourceSpan, _ then: (inout Lowering, Int) -> Void
  ) {
    let count = program.ports.count
    if let known = builder.constant(port), known < UInt64(count) { return then(&self, Int(known)) }
    guard let here = builder.flow else { return }
    let blocks = program.ports.map { builder.newBlock(body.label + "." + $0.text) }
    let listed = isExhaustive ? count - 1 : count
    let other = isExhaustive ? blocks[count - 1] : builder.newBlock(body.label + ".noPort")
    let cases = blocks.prefix(listed).enumerated().map { SwitchCase(UInt64($0), Target($1)) }
    builder.end(.switch(port, cases: cases, default: Target(other)), span)
    for (index, block) in blocks.enumerated() {
      builder.flow = builder.assuming(port, UInt64(index), here.moved(to: block))
      then(&self, index)
    }
    if isExhaustive { return }
    builder.flow = here.moved(to: other)
    builder.end(.finish(.drop(reason: reason("no such port"))), span)
  }
}
