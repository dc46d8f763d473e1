import Diagnostics
import IR

/// Statements that change packets and states.
extension Checker {
  mutating func checkAssignment(
    _ target: ExpressionSyntax, adds: Bool, _ value: ExpressionSyntax
  ) -> TypedStatement.Kind? {
    if case .member(let base, let field) = target.kind, case .name(let name) = base.kind,
      case .header(let index)? = body.local(name)?.kind
    {
      checkPresent(index, name, at: base.span)
      return checkHeaderAssignment(index, field, target, adds: adds, value)
    }
    if let element = elementPlace(target) { return checkElementAssignment(element, target, adds: adds, value) }
    guard let (entry, word, type) = entryPlace(target) else {
      let isKnown = infer(target).type != .unknown
      _ = infer(value)
      if isKnown {
        report(
          .notAssignable("only header fields, entries of maps and elements of arrays can be assigned", at: target.span))
      }
      return nil
    }
    let typed = check(value, as: type)
    if case .table = states[body.entryStates[entry]].state.kind {
      let name = states[body.entryStates[entry]].state.name
      report(.notAssignable("the config table '\(name)' is filled by the operator", at: target.span))
      return nil
    }
    if let pool = pool(tiedTo: body.entryStates[entry], word..<(word + type.words.count)) {
      report(.notAssignable("this holds an element of the pool '\(pool)' as long as the entry lives", at: target.span))
      return nil
    }
    if !adds { return .storeEntry(entry, word: word, typed) }
    if case .integer = type { return .addEntry(entry, word: word, typed) }
    if type != .unknown { report(.badOperand("+=", type, at: target.span)) }
    return nil
  }

  /// The pool whose element one of the words holds.
  private func pool(tiedTo map: Int, _ words: Range<Int>) -> String? {
    states.first { state in
      guard case .pool(let pool) = state.state.kind, let tie = pool.releasedWith else { return false }
      return tie.state.index == map && words.contains(tie.field)
    }?.state.name
  }

  private mutating func checkHeaderAssignment(
    _ index: Int, _ name: Name, _ target: ExpressionSyntax, adds: Bool, _ value: ExpressionSyntax
  ) -> TypedStatement.Kind? {
    let header = body.bindings[index].header
    guard let field = header.field(name.text) else {
      _ = infer(target)
      return nil
    }
    let typed = check(value, as: field.type)
    if adds {
      report(.notAssignable("'+=' counts in entries; write 'x = x &+ …' for a header's field", at: target.span))
    } else if !field.isWritable {
      report(
        .notAssignable(
          "'\(name.text)' of \(header.name) cannot be changed: the packet's shape rests on it", at: target.span))
    } else if header.layer == .network, ["source", "destination"].contains(name.text),
      index + 1 >= body.bindings.count
    {
      report(.addressWithoutTransport(at: target.span))
    }
    if isUnaligned(field, index) { report(.unalignedWrite(name.text, at: target.span)) }
    return .storeHeader(index, field, typed)
  }

  /// The entry, word and type that an assignment's left side means.
  mutating func entryPlace(_ target: ExpressionSyntax) -> (entry: Int, word: Int, type: Type)? {
    switch target.kind {
    case .name(let name):
      guard case .entry(let slot)? = body.local(name)?.kind else { return nil }
      checkLives(slot, name, at: target.span)
      return (slot, 0, states[body.entryStates[slot]].value)
    case .member(let base, let field):
      guard let place = entryPlace(base) else { return nil }
      guard case .record(let record) = place.type, let index = record.index(of: field.text) else {
        if place.type != .unknown {
          _ = infer(target)
        }
        return (place.entry, place.word, .unknown)
      }
      let skipped = record.fields[..<index].reduce(0) { $0 + $1.type.words.count }
      return (place.entry, place.word + skipped, record.fields[index].type)
    default: return nil
    }
  }

  /// Reports the use of an entry that may have been removed.
  mutating func checkLives(_ slot: Int, _ name: String, at span: SourceSpan) {
    if let ended = body.ended[slot] { report(.usedAfterRemove(name, ended: ended, at: span)) }
  }

  mutating func checkRemove(_ syntax: ExpressionSyntax, _ span: SourceSpan, _ block: inout TypedBlock) {
    guard case .name(let name) = syntax.kind, case .entry(let slot)? = body.local(name)?.kind else {
      if infer(syntax).type != .unknown { report(.notAnEntry(at: syntax.span)) }
      return
    }
    if case .table = states[body.entryStates[slot]].state.kind { return report(.notAnEntry(at: syntax.span)) }
    checkLives(slot, name, at: syntax.span)
    block.append(.remove(slot), span)
    endEntries(ofGroup: group(body.entryStates[slot]), at: span)
  }

  /// The primary map whose records a map's keys belong to.
  func group(_ state: Int) -> Int {
    if case .map(let map) = states[state].state.kind, let primary = map.companionOf { return primary.index }
    return state
  }

  mutating func endEntries(ofGroup primary: Int, at span: SourceSpan) {
    for (slot, state) in body.entryStates.enumerated() where group(state) == primary && body.ended[slot] == nil {
      body.ended[slot] = span
    }
  }

  mutating func checkInsert(
    _ syntax: [InsertionSyntax], _ otherwise: BlockSyntax?, _ span: SourceSpan, _ block: inout TypedBlock
  ) {
    let insertions = syntax.compactMap { checkInsertion($0) }
    guard insertions.count == syntax.count, let primary = insertions.first?.state else { return }
    guard checkGroup(syntax, insertions, primary, span) else { return }
    guard let full = fullBlock(primary, otherwise, span) else { return }
    block.append(.insert(insertions, full: full), span)
    block.yields = block.yields || full?.yields ?? false
    endEntries(ofGroup: primary, at: span)
  }

  private mutating func checkInsertion(_ syntax: InsertionSyntax) -> TypedInsertion? {
    guard let global = globals[syntax.map.text] else {
      reportUnknown(syntax.map.text, at: syntax.map.span)
      return nil
    }
    guard case .state(let state) = global.kind, case .map(let map) = states[state].state.kind, map.meters.isEmpty else {
      report(.notInsertable(syntax.map, declared: global.span))
      return nil
    }
    let key = check(syntax.key, as: states[state].key)
    return TypedInsertion(state: state, key: key, value: insertedValue(syntax, state))
  }

  /// The value of a new entry; a set's has none.
  private mutating func insertedValue(_ syntax: InsertionSyntax, _ state: Int) -> TypedExpression {
    let type = states[state].value
    switch (syntax.value, type == .nothing) {
    case (nil, true): return TypedExpression(kind: .aggregate([]), type: type, span: syntax.span)
    case (nil, false): report(.missingValue(syntax.map, at: syntax.span))
    case (let value?, true): report(.needlessValue(syntax.map, at: value.span))
    case (let value?, false): return check(value, as: type)
    }
    return unknown(syntax.span)
  }

  /// A record is written whole: the primary first, then each companion once. False when it does not begin so.
  private mutating func checkGroup(
    _ syntax: [InsertionSyntax], _ insertions: [TypedInsertion], _ primary: Int, _ span: SourceSpan
  ) -> Bool {
    let owner = group(primary)
    if owner != primary {
      let declared = states[primary].nameSpan
      report(.companionFirst(syntax[0].map, primary: states[owner].state.name, declared: declared))
      return false
    }
    for (one, typed) in zip(syntax, insertions).dropFirst()
    where typed.state == primary || group(typed.state) != primary {
      report(.notACompanion(one.map, of: states[primary].state.name))
    }
    for (index, state) in states.enumerated() where index != primary && group(index) == primary {
      if !insertions.contains(where: { $0.state == index }) {
        report(.missingCompanion(state.state.name, declared: state.nameSpan, at: span))
      }
    }
    return true
  }

  /// What happens when the map is full: `.some(nil)` when it evicts, nil when nothing says so, which is reported.
  mutating func fullBlock(_ primary: Int, _ otherwise: BlockSyntax?, _ span: SourceSpan) -> TypedBlock?? {
    if let otherwise {
      if case .map(let map) = states[primary].state.kind, map.full == .evictOldest {
        report(.needlessElse(at: otherwise.span, after: span))
      }
      return checkOtherwise(otherwise, wanted: nil)
    }
    if case .map(let map) = states[primary].state.kind, map.full == .evictOldest { return .some(nil) }
    if let full = states[primary].full { return full }
    report(.missingFull(states[primary].state.name, declared: states[primary].nameSpan, at: span))
    return nil
  }
}
