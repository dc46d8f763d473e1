import Diagnostics
import IR

extension Checker {
  /// Checks a handler once for each combination of headers it can meet.
  mutating func checkHandler(_ syntax: HandlerSyntax) -> CheckedHandler? {
    let port = syntax.port.flatMap { resolvePort($0) }
    guard let patterns = resolve(syntax.patterns) else { return nil }
    guard let stacks = StackPattern.stacks(patterns, splitsTags: namesTags) else {
      report(.tooDeep(at: patternSpan(syntax)))
      return nil
    }
    var handler = CheckedHandler(port: port, patterns: patterns, stacks: stacks, instances: [:], span: syntax.span)
    for stack in stacks {
      let instance = HandlerInstance(bindings: stack.bindings)
      if handler.instances[instance] != nil { continue }
      handler.instances[instance] = checkInstance(syntax, patterns, instance)
    }
    if stacks.isEmpty { reportImpossible(patterns, at: patternSpan(syntax)) }
    return handler
  }

  private func patternSpan(_ syntax: HandlerSyntax) -> SourceSpan {
    guard let first = syntax.patterns.first, let last = syntax.patterns.last?.kinds.last else { return syntax.span }
    return SourceSpan(file: syntax.span.file, start: first.name.span.start, end: last.span.end)
  }

  private mutating func reportImpossible(_ patterns: [CheckedPattern], at span: SourceSpan) {
    for (first, second) in zip(patterns, patterns.dropFirst()) {
      guard let layer = first.alternatives.first?.layer, layer == second.alternatives.first?.layer,
        layer == .transport
      else { continue }
      return report(.sameLayer(second.name.text, first: first.name, at: second.name.span))
    }
    report(.impossiblePattern(at: span))
  }

  private mutating func resolve(_ patterns: [PatternSyntax]) -> [CheckedPattern]? {
    var checked: [CheckedPattern] = []
    var isClean = true
    for pattern in patterns {
      let kinds = pattern.kinds.compactMap { resolveHeader($0) }
      isClean = isClean && kinds.count == pattern.kinds.count
      guard let layer = kinds.first?.layer else { continue }
      for (kind, name) in zip(kinds, pattern.kinds) where kind.layer != layer {
        report(.impossiblePattern(at: name.span))
        isClean = false
      }
      checked.append(CheckedPattern(name: pattern.name, alternatives: kinds))
    }
    return isClean ? checked : nil
  }

  mutating func patternKind(named name: String) -> PatternKind? {
    PatternKind.builtIn.first { $0.text == name } ?? userHeader(named: name).map { PatternKind(name, .user($0)) }
  }

  private var headerNames: [String] {
    PatternKind.builtIn.map(\.text) + members.compactMap { member in
      if case .header(let syntax) = member { syntax.name.text } else { nil }
    }
  }

  /// The kind of header of a name; reports that there is none.
  mutating func resolveHeader(_ name: Name) -> PatternKind? {
    if let kind = patternKind(named: name.text) { return kind }
    if case .broken? = globals[name.text]?.kind { return nil }
    let nearest = nearestName(to: name.text, among: headerNames)
    report(.unknownHeader(name.text, nearest: nearest, at: name.span))
    return nil
  }

  /// True where some handler, or a header that the program declares, asks for a VLAN tag: frames with and without tags
  /// are then told apart.
  private var namesTags: Bool {
    members.contains { member in
      if case .header(let header) = member { return header.hosts.contains { $0.kind.text == "vlan" } }
      guard case .handler(let handler) = member else { return false }
      return handler.patterns.contains { $0.kinds.contains { $0.text == "vlan" } }
    }
  }

  mutating func resolvePort(_ name: Name) -> Int? {
    if case .port(let index)? = globals[name.text]?.kind { return index }
    report(.unknownPort(name.text, nearest: nearestName(to: name.text, among: ports.map(\.text)), at: name.span))
    return nil
  }

  private mutating func checkInstance(
    _ syntax: HandlerSyntax, _ patterns: [CheckedPattern], _ instance: HandlerInstance
  ) -> InstanceBody {
    body = BodyContext()
    body.bindings = instance.bindings
    body.alternatives = patterns.map(\.alternatives)
    for (index, pattern) in patterns.enumerated() { declare(pattern.name, .header(index)) }
    let condition = syntax.condition.map { check($0, as: .bool) }
    let before = body.pending
    body.pending = []
    if let effect = TypedBlock(statements: before, ends: false, yields: false).firstEffect {
      report(.effectInCondition(at: effect))
    }
    return InstanceBody(before: before, condition: condition, body: checkMustEnd(syntax.body))
  }

  /// Checks a body without headers: `otherwise`, `full`.
  mutating func checkBody(_ block: BlockSyntax) -> TypedBlock {
    let outer = body
    defer { body = outer }
    body = BodyContext()
    return checkMustEnd(block)
  }

  private mutating func checkMustEnd(_ block: BlockSyntax) -> TypedBlock {
    let typed = checkBlock(block)
    if !typed.ends {
      let end = block.span.end
      let brace = SourcePosition(line: end.line, column: max(end.column - 1, 1))
      report(.missingVerdict(at: SourceSpan(file: block.span.file, start: brace, end: end)))
    }
    return typed
  }

  /// Enters a name into the innermost scope.
  mutating func declare(_ name: Name, _ kind: BodyContext.Local.Kind) {
    if let first = body.local(name.text)?.name.span ?? globals[name.text]?.span {
      report(.duplicateName(name.text, first: first, at: name.span))
    }
    body.scopes[body.scopes.count - 1][name.text] = BodyContext.Local(name: name, kind: kind)
  }

  mutating func reportUnknown(_ name: String, at span: SourceSpan) {
    let known = body.localNames + globals.keys + ["packet", "now"]
    let nearest = nearestName(to: name, among: known)
    let declared = nearest.flatMap { body.local($0)?.name.span ?? globals[$0]?.span }
    report(.unknownName(name, nearest: nearest, at: span, declared: declared))
  }
}
