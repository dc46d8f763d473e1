import Diagnostics
import IR

/// Conversions, constructors, `hash`, and operations of states that cannot fail.
extension Checker {
  mutating func inferCall(
    _ callee: ExpressionSyntax, _ arguments: [ArgumentSyntax], _ span: SourceSpan
  ) -> TypedExpression {
    switch callee.kind {
    case .name("hash") where globals["hash"] == nil: return inferHash(arguments, span)
    case .bits(let bits): return convert(arguments, to: resolve(TypeSyntax(kind: .bits(bits), span: callee.span)), span)
    case .name("end") where globals["end"] == nil && body.local("end") == nil: return inferEnd(arguments, span)
    case .member(let owner, let operation) where owner.isPacket && body.local("packet") == nil:
      return inferPacketCall(operation, arguments, span)
    case .name(let name):
      if let type = Type.builtIn[name] { return convert(arguments, to: type, span) }
      if let record = structure(named: name) { return construct(record, arguments, span) }
      if let function = function(named: name) { return inferFunction(function, arguments, span) }
    case .member(let owner, let operation):
      if let state = state(owner) { return inferOperation(state, operation, arguments, span) }
      if case .index(let base, _) = owner.kind, let meter = state(base), buckets(meter) > 0 {
        report(misplaced(operation, of: meter, span))
        return unknown(span)
      }
    default: break
    }
    if infer(callee).type != .unknown { report(.notCallable(at: callee.span)) }
    return unknown(span)
  }

  private mutating func inferOperation(
    _ state: Int, _ operation: Name, _ arguments: [ArgumentSyntax], _ span: SourceSpan
  ) -> TypedExpression {
    let name = states[state].state.name
    switch (states[state].state.kind, operation.text) {
    case (.sketch(let sketch), "estimate") where sketch.cellBits == 64:
      guard arguments.count == 1 else {
        report(.wrongArgumentCount("'estimate'", wanted: "a key", found: arguments.count, at: span))
        return unknown(span)
      }
      let key = check(arguments[0].value, as: states[state].key)
      return TypedExpression(kind: .sketchEstimate(state: state, key: key), type: .u64, span: span)
    case (_, "contains") where isLookedUp(state): return inferContains(state, arguments, span)
    case (.sketch(let sketch), "contains") where sketch.cellBits == 8: return inferBloom(state, arguments, span)
    case (.sketch, "add"), (.pool, "take"), (.ring, "pick"), (.queue, "push"), (.queue, "pop"):
      let why = "'\(operation.text)' changes '\(name)' or may fail"
      report(.needsStatement(why, how: "write it as a statement, or bind it by 'let'", at: span))
    case (.array, "count") where states[state].counter == .single:
      report(.needsStatement("'count' changes '\(name)'", how: "write it as a statement", at: span))
    default:
      let nearest = nearestName(to: operation.text, among: states[state].operations)
      report(.unknownOperation(operation.text, of: "'\(name)'", nearest: nearest, at: operation.span))
    }
    return unknown(span)
  }

  private mutating func inferHash(_ arguments: [ArgumentSyntax], _ span: SourceSpan) -> TypedExpression {
    if arguments.isEmpty {
      report(.wrongArgumentCount("'hash'", wanted: "one argument at least", found: 0, at: span))
      return unknown(span)
    }
    let values = arguments.map { argument in
      let value = infer(argument.value)
      return value.type == .literal ? coerce(value, to: .u64) : value
    }
    if values.contains(where: { $0.type == .unknown }) { return unknown(span) }
    return TypedExpression(kind: .hash(values), type: .u64, span: span)
  }

  /// `u16(x)` keeps the low bits; `ipv6(high, low)` joins halves.
  private mutating func convert(_ arguments: [ArgumentSyntax], to type: Type, _ span: SourceSpan) -> TypedExpression {
    if type == .ipv6, arguments.count == 2 {
      let halves = arguments.map { check($0.value, as: .u64) }
      let words = halves.compactMap(\.constantValue)
      return words.count == 2
        ? TypedExpression(kind: .constant(words), type: type, span: span)
        : TypedExpression(kind: .aggregate(halves), type: type, span: span)
    }
    guard arguments.count == 1 else {
      report(.wrongArgumentCount("a conversion", wanted: "one argument", found: arguments.count, at: span))
      return unknown(span)
    }
    let value = infer(arguments[0].value)
    if value.type == .unknown || type == .unknown { return unknown(span) }
    if value.type == .literal || value.type == type { return coerce(value, to: type) }
    guard canConvert(value.type, to: type) else {
      report(.typeMismatch(value.type, wanted: type, at: value.span))
      return unknown(span)
    }
    if let constant = value.constantValue, let word = type.words.first {
      return TypedExpression(kind: .constant([constant & word.type.mask]), type: type, span: span)
    }
    return TypedExpression(kind: .convert(value), type: type, span: span)
  }

  private func canConvert(_ source: Type, to target: Type) -> Bool {
    switch (source, target) {
    case (.integer, .integer), (.bool, .integer), (.ipv4, .integer), (.duration, .integer), (.instant, .integer): true
    case (.integer(let bits), .ipv4): bits <= 32
    case (.integer, .duration), (.mac, .u64), (.enumeration, .integer): true
    default: false
    }
  }

  /// `Endpoint(ip.source, l4.source)`, labels allowed; `FiveTuple(ip, l4)` from headers.
  private mutating func construct(
    _ record: RecordType, _ arguments: [ArgumentSyntax], _ span: SourceSpan
  ) -> TypedExpression {
    if record.isFiveTuple, let headers = headerPair(arguments) { return fiveTuple(record, headers, span) }
    guard arguments.count == record.fields.count else {
      let wanted = "\(record.fields.count) values"
      report(.wrongArgumentCount("'\(record.name ?? "")'", wanted: wanted, found: arguments.count, at: span))
      return unknown(span)
    }
    var parts: [TypedExpression] = []
    for (argument, field) in zip(arguments, record.fields) {
      if let label = argument.label, label.text != field.name {
        report(.wrongLabel(label.text, wanted: field.name, at: label.span))
      }
      parts.append(check(argument.value, as: field.type))
    }
    if parts.contains(where: { $0.type == .unknown }) { return unknown(span) }
    return aggregate(parts, .record(record), span)
  }

  /// A record of constants is a constant.
  func aggregate(_ parts: [TypedExpression], _ type: Type, _ span: SourceSpan) -> TypedExpression {
    let words = parts.compactMap(\.constant)
    let kind = words.count == parts.count ? TypedExpression.Kind.constant(words.flatMap { $0 }) : .aggregate(parts)
    return TypedExpression(kind: kind, type: type, span: span)
  }

  private func headerPair(_ arguments: [ArgumentSyntax]) -> (network: Int, transport: Int)? {
    guard arguments.count == 2 else { return nil }
    let indices = arguments.compactMap { argument -> Int? in
      guard case .name(let name) = argument.value.kind, case .header(let index)? = body.local(name)?.kind else {
        return nil
      }
      return index
    }
    guard indices.count == 2, body.bindings[indices[0]].header.layer == .network,
      body.bindings[indices[1]].header.layer == .transport
    else { return nil }
    return (indices[0], indices[1])
  }

  private mutating func fiveTuple(
    _ record: RecordType, _ headers: (network: Int, transport: Int), _ span: SourceSpan
  ) -> TypedExpression {
    let ip = body.bindings[headers.network].header
    if ip == .ipv6, record == .fiveTuple4 {
      report(.needsIPv4(at: span))
      return unknown(span)
    }
    let places = [
      (headers.network, "source"), (headers.network, "destination"), (headers.network, "protocol"),
      (headers.transport, "source"), (headers.transport, "destination"),
    ]
    let parts = zip(places, record.fields).compactMap { place, wanted -> TypedExpression? in
      guard let value = read(place.0, place.1, span) else { return nil }
      return coerce(value, to: wanted.type)
    }
    return parts.count == 5
      ? TypedExpression(kind: .aggregate(parts), type: .record(record), span: span) : unknown(span)
  }
}
