import Diagnostics
import IR

extension Checker {
  /// Checks an expression and converts it to the wanted type.
  mutating func check(_ syntax: ExpressionSyntax, as type: Type) -> TypedExpression {
    if case .choice(let statement) = syntax.kind { return inferChoice(statement, wanted: type) }
    return coerce(infer(syntax), to: type)
  }

  func unknown(_ span: SourceSpan) -> TypedExpression {
    TypedExpression(kind: .constant([0]), type: .unknown, span: span)
  }

  private func constant(_ words: [UInt64], _ type: Type, _ span: SourceSpan) -> TypedExpression {
    TypedExpression(kind: .constant(words), type: type, span: span)
  }

  /// Nodes that an expression may have after conversions have copied parts of it.
  static let largestExpression = 10_000

  /// The expression with the type it has by itself.
  mutating func infer(_ syntax: ExpressionSyntax) -> TypedExpression {
    let typed = inferUnbounded(syntax)
    if typed.size <= Self.largestExpression { return typed }
    report(.tooDeep(at: syntax.span))
    return unknown(syntax.span)
  }

  private mutating func inferUnbounded(_ syntax: ExpressionSyntax) -> TypedExpression {
    let span = syntax.span
    switch syntax.kind {
    case .integer(let value): return constant([value], .literal, span)
    case .boolean(let value): return constant([value ? 1 : 0], .bool, span)
    case .duration(let value): return constant([value], .duration, span)
    case .ipv4(let value): return constant([UInt64(value)], .ipv4, span)
    case .ipv6(let value): return constant([value.high, value.low], .ipv6, span)
    case .mac(let value): return constant([value], .mac, span)
    case .missing, .bits: return unknown(span)
    case .name(let name): return inferName(name, span)
    case .member(let base, let name): return inferMember(base, name, span)
    case .index(let base, let key): return inferElement(base, key, span)
    case .call(let callee, let arguments): return inferCall(callee, arguments, span)
    case .tuple(let parts): return inferTuple(parts, span)
    case .not(let operand):
      let typed = check(operand, as: .bool)
      return compare(.eq, typed, constant([0], .bool, span), span)
    case .binary(let operation, let left, let right): return inferBinary(operation, left, right, span)
    case .isKind(let operand, let kind): return inferIsKind(operand, kind, span)
    case .choice(let statement): return inferChoice(statement, wanted: nil)
    }
  }

  // MARK: Names

  private mutating func inferName(_ name: String, _ span: SourceSpan) -> TypedExpression {
    if let local = body.local(name) { return inferLocal(local, name, span) }
    if name == "now" { return TypedExpression(kind: .now, type: .instant, span: span) }
    guard let global = globals[name] else {
      if name == "packet" { report(.notAValue("'packet'", at: span)) } else { reportUnknown(name, at: span) }
      return unknown(span)
    }
    switch global.kind {
    case .parameter(let index):
      if let words = settledWords(index) { return constant(words, parameters[index].type, span) }
      return TypedExpression(kind: .parameter(index), type: parameters[index].type, span: span)
    case .constant, .unresolvedConstant:
      guard var value = self.constant(named: name, at: span) else { return unknown(span) }
      value.span = span
      return value
    case .port(let index): return constant([UInt64(index)], .port, span)
    case .structure, .unresolvedStructure: report(.notAValue("the struct '\(name)'", at: span))
    case .state: report(.notAValue("the state '\(name)'", at: span))
    case .enumeration, .unresolvedEnumeration: report(.notAValue("the enum '\(name)'", at: span))
    case .machine, .unresolvedMachine: report(.notAValue("the machine '\(name)'", at: span))
    case .function: report(.notAValue("the function '\(name)'", at: span))
    case .stream: report(.notAValue("the stream '\(name)'", at: span))
    case .header, .unresolvedHeader: report(.notAValue("the header '\(name)'", at: span))
    case .broken: break
    }
    return unknown(span)
  }

  private mutating func inferLocal(_ local: BodyContext.Local, _ name: String, _ span: SourceSpan) -> TypedExpression {
    switch local.kind {
    case .value(let slot, let type), .variable(let slot, let type):
      return TypedExpression(kind: .local(slot), type: type, span: span)
    case .constant(var value):
      value.span = span
      return value
    case .entry(let slot):
      checkLives(slot, name, at: span)
      return TypedExpression(kind: .entry(slot), type: states[body.entryStates[slot]].value, span: span)
    case .header:
      report(.notAValue("the header '\(name)'", at: span))
      return unknown(span)
    }
  }

  // MARK: Members

  private mutating func inferMember(_ base: ExpressionSyntax, _ name: Name, _ span: SourceSpan) -> TypedExpression {
    if case .name(let word) = base.kind {
      if case .header(let index)? = body.local(word)?.kind {
        checkPresent(index, word, at: base.span)
        return inferHeaderField(index, name, span)
      }
      if word == "packet", body.local(word) == nil { return inferPacketField(name, span) }
      if let counter = singleCounter(base) { return member(counter, name, span) }
      if body.local(word) == nil, let type = enumeration(named: word) { return enumerationCase(type, name, span) }
    }
    return member(infer(base), name, span)
  }

  private mutating func member(_ base: TypedExpression, _ name: Name, _ span: SourceSpan) -> TypedExpression {
    guard let record = base.type.fields else {
      if base.type != .unknown {
        report(.unknownField(name.text, of: base.type.withArticle, nearest: nil, at: name.span))
      }
      return unknown(span)
    }
    if name.text == "reversed", record.isFiveTuple {
      let order = [1, 0, 2, 4, 3]
      return TypedExpression(
        kind: .aggregate(order.map { field(of: base, $0, record, span) }), type: base.type, span: span)
    }
    guard let index = record.index(of: name.text) else {
      let known = record.fields.map(\.name) + (record.isFiveTuple ? ["reversed"] : [])
      let nearest = nearestName(to: name.text, among: known)
      report(.unknownField(name.text, of: base.type.withArticle, nearest: nearest, at: name.span))
      return unknown(span)
    }
    return field(of: base, index, record, span)
  }

  /// A field of a record; of a record that is written out, the part itself.
  func field(of base: TypedExpression, _ index: Int, _ record: RecordType, _ span: SourceSpan) -> TypedExpression {
    if case .aggregate(let parts) = base.kind, parts.indices.contains(index) { return parts[index] }
    let type = record.fields[index].type
    if let words = base.constant {
      let start = record.fields[..<index].reduce(0) { $0 + $1.type.words.count }
      return constant(Array(words[start..<(start + type.words.count)]), type, span)
    }
    return TypedExpression(kind: .field(base, index), type: type, span: span)
  }

  // MARK: Elements, tuples, kinds

  private mutating func inferElement(
    _ base: ExpressionSyntax, _ key: ExpressionSyntax, _ span: SourceSpan
  ) -> TypedExpression {
    guard let state = state(base) else {
      if infer(base).type != .unknown { report(.notIndexable(at: base.span)) }
      return unknown(span)
    }
    switch states[state].state.kind {
    case .array where states[state].counter != .single:
      let index = check(key, as: .u32)
      return TypedExpression(kind: .element(state: state, index: index), type: states[state].value, span: span)
    case .tally:
      let typed = check(key, as: states[state].key)
      return TypedExpression(kind: .tally(state: state, key: typed), type: .u32, span: span)
    case .map where isLookedUp(state), .table:
      let how = "bind it by 'let … = \(states[state].state.name)[…] else …'"
      report(.needsStatement("the map may have no such entry", how: how, at: span))
    default: report(.notIndexable(at: base.span))
    }
    return unknown(span)
  }

  private mutating func inferTuple(_ parts: [ArgumentSyntax], _ span: SourceSpan) -> TypedExpression {
    var fields: [RecordType.Field] = []
    var values: [TypedExpression] = []
    for (index, part) in parts.enumerated() {
      let value = infer(part.value)
      if value.type == .unknown { return value }
      values.append(value)
      fields.append(RecordType.Field(name: part.label?.text ?? "item\(index)", type: value.type))
    }
    let type = Type.record(RecordType(name: nil, fields: fields))
    if type.words.count > Self.mostWords {
      report(.tooManyWords(atMost: Self.mostWords, at: span))
      return unknown(span)
    }
    return TypedExpression(kind: .aggregate(values), type: type, span: span)
  }

  private mutating func inferIsKind(_ operand: ExpressionSyntax, _ kind: Name, _ span: SourceSpan) -> TypedExpression {
    guard case .name(let name) = operand.kind, case .header(let index)? = body.local(name)?.kind else {
      if infer(operand).type != .unknown { report(.badOperand("is", infer(operand).type, at: operand.span)) }
      return unknown(span)
    }
    guard let wanted = resolveHeader(kind) else { return unknown(span) }
    if let asked = body.parameterKinds[name] {
      if !asked.contains(wanted) { report(.notAlternative(kind.text, of: name, at: kind.span)) }
      return constant([body.bindings[index].fits(wanted) ? 1 : 0], .bool, span)
    }
    if !body.alternatives[index].contains(wanted) { report(.notAlternative(kind.text, of: name, at: kind.span)) }
    let isTaken = body.bindings[index].alternative == wanted
    return constant([isTaken ? 1 : 0], .bool, span)
  }
}
