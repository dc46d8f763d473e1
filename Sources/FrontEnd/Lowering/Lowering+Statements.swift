import Diagnostics
import IR

extension Lowering {
  mutating func lower(_ block: TypedBlock) {
    let outer = builder.place
    defer { builder.place = outer }
    for statement in block.statements where builder.flow != nil {
      builder.place = statement.span
      lower(statement)
    }
  }

  private mutating func lower(_ statement: TypedStatement) {
    let span = statement.span
    switch statement.kind {
    case .bind(let slot, let value): body.values[slot] = lower(value)
    case .attempt(let attempt, let result, let otherwise): lower(attempt, result, otherwise, span)
    case .insert(let insertions, let full): lowerInsert(insertions, full, span)
    case .remove(let slot):
      if let entry = body.entries[slot] { builder.perform(.remove(entry), span) }
    case .conditional(let condition, let then, let otherwise): lowerIf(condition, then, otherwise)
    case .match(let subject, let cases, let otherwise): lowerMatch(subject, cases, otherwise, span)
    case .storeHeader(let binding, let field, let value): storeHeader(binding, field, lower(value), span)
    case .storeEntry(let slot, let word, let value): storeEntry(slot, word, lower(value), span)
    case .addEntry(let slot, let word, let value): addEntry(slot, word, lowerScalar(value), span)
    case .storeElement(let state, let index, let word, let value): storeElement(state, index, word, value, span)
    case .addElement(let state, let index, let word, let value): addElement(state, index, word, value, span)
    case .count(let state, let index): count(state, index, span)
    case .colour(let charge, let green, let yellow, let red): lowerColour(charge, [green, yellow, red], span)
    case .export(let stream, let value):
      builder.perform(.export(stream: members[current].firstStream + stream, lower(value)), span)
    case .evaluate(let value): _ = lower(value)
    case .use(let value): lowerUse(lower(value), span)
    case .assign(let slot, let value):
      let words = lower(value)
      builder.flow?.variables[slot] = words
    case .labelled(let label, let inner, let results, let result): lower(label, inner, results, result)
    case .leave(let label, let result): lowerLeave(label, result, span)
    case .finish(let verdict): finish(verdict, span)
    case .packet(let operation): lower(operation, span)
    }
  }

  mutating func lowerUse(_ values: [Value], _ span: SourceSpan) {
    guard !body.uses.isEmpty, let here = builder.flow else { return }
    body.uses[body.uses.count - 1].arriving.append(GraphBuilder.Arrival(flow: here, values: values, span: span))
    builder.flow = nil
  }

  private mutating func finish(_ verdict: TypedVerdict, _ span: SourceSpan) {
    switch verdict {
    case .forward(let port): forward(port, span)
    case .drop(let text): builder.end(.finish(.drop(reason: reason(text))), span)
    case .reply: builder.end(.finish(.reply), span)
    case .toControlPlane: builder.end(.finish(.toControlPlane), span)
    case .forwardOther: forwardOther(span)
    }
  }

  private mutating func forwardOther(_ span: SourceSpan) {
    if !isLast { return handOn(span) }
    let ingress = builder.emit(.ingressPort, .u16, span)
    let isFirst = builder.compare(.eq, ingress, builder.number(0, .u16), span)
    let names = program.ports.map { body.label + "." + $0.text }
    let (first, second) = builder.branch(isFirst, (names.first ?? "", names.last ?? ""), span)
    for (flow, port) in [(first, 1), (second, 0)] {
      builder.flow = flow
      forward(port, span)
    }
  }

  // MARK: Branches

  private mutating func lowerIf(_ condition: TypedExpression, _ then: TypedBlock, _ otherwise: TypedBlock) {
    let (yes, no) = branch(on: condition, (body.label + ".then", body.label + ".else"))
    builder.flow = yes
    lower(then)
    let afterThen = builder.flow
    builder.flow = no
    lower(otherwise)
    builder.join([afterThen, builder.flow], label: body.label + ".endif")
  }

  private mutating func lowerMatch(
    _ subject: TypedExpression, _ cases: [TypedCase], _ otherwise: TypedBlock, _ span: SourceSpan
  ) {
    let value = lowerScalar(subject)
    if let number = builder.constant(value) {
      return lower(cases.first { $0.values.contains(number) }?.body ?? otherwise)
    }
    guard let here = builder.flow else { return }
    let blocks = cases.map { _ in builder.newBlock(body.label + ".case") }
    let last = builder.newBlock(body.label + ".default")
    let switchCases = zip(cases, blocks).flatMap { one, block in one.values.map { SwitchCase($0, Target(block)) } }
    builder.end(.switch(value, cases: switchCases, default: Target(last)), span)
    var after: [Flow?] = []
    for (one, block) in zip(cases, blocks) where !one.values.isEmpty {
      let arriving = here.moved(to: block)
      builder.flow = one.values.count == 1 ? builder.assuming(value, one.values[0], arriving) : arriving
      lower(one.body)
      after.append(builder.flow)
    }
    builder.flow = here.moved(to: last)
    lower(otherwise)
    builder.join(after + [builder.flow], label: body.label + ".endmatch")
  }

  // MARK: Entries

  private mutating func storeEntry(_ slot: Int, _ word: Int, _ values: [Value], _ span: SourceSpan) {
    guard let entry = body.entries[slot] else { return }
    for (offset, value) in values.enumerated() {
      builder.perform(.storeEntry(entry, field: word + offset, value), span)
      forgetEntries(like: entry, field: word + offset)
      builder.remember(.loadEntry(entry, field: word + offset), value)
    }
  }

  private mutating func addEntry(_ slot: Int, _ word: Int, _ amount: Value, _ span: SourceSpan) {
    guard let entry = body.entries[slot] else { return }
    builder.perform(.addEntry(entry, field: word, amount), span)
    forgetEntries(like: entry, field: word)
  }

  /// Two handles of one map may mean the same entry.
  private mutating func forgetEntries(like entry: EntryID, field: Int) {
    let state = entries[entry.index].state
    let entries = entries
    builder.forget { operation in
      if case .loadEntry(let other, let otherField) = operation {
        return otherField == field && entries[other.index].state == state
      }
      return false
    }
  }
}
