import Diagnostics
import IR

/// Functions: each call is its body, checked for the arguments and headers of the call.
extension Checker {
  /// The function that a name means.
  func function(named name: String) -> FunctionSyntax? {
    guard body.local(name) == nil, case .function(let syntax)? = globals[name]?.kind else { return nil }
    return syntax
  }

  /// A call for its value.
  mutating func inferFunction(
    _ function: FunctionSyntax, _ arguments: [ArgumentSyntax], _ span: SourceSpan
  ) -> TypedExpression {
    guard let result = function.result else {
      report(.notAValue("'\(function.name.text)', a function without a result,", at: span))
      return unknown(span)
    }
    let type = resolve(result)
    guard let (label, inner) = inline(function, arguments, type, span) else { return unknown(span) }
    if let impure = inner.firstEffect { report(.impureFunction(function.name.text, at: impure)) }
    guard inner.ends, body.exits[label].isTaken else {
      report(.missingReturn(function.name.text, at: function.closingBrace))
      return unknown(span)
    }
    return value(of: label, inner, type, span)
  }

  /// A call for its effect; false when the expression is none.
  mutating func checkProcedureCall(
    _ syntax: ExpressionSyntax, _ otherwise: BlockSyntax?, _ span: SourceSpan, _ block: inout TypedBlock
  ) -> Bool {
    guard case .call(let callee, let arguments) = syntax.kind, case .name(let name) = callee.kind,
      let function = function(named: name), function.result == nil
    else { return false }
    if let otherwise { report(.needlessElse(at: otherwise.span, after: syntax.span)) }
    guard let (label, inner) = inline(function, arguments, nil, syntax.span) else { return true }
    close(label, over: inner, result: nil, span, into: &block)
    return true
  }

  /// The function's body for a call's arguments, and the label that its `return`s lead to.
  private mutating func inline(
    _ function: FunctionSyntax, _ arguments: [ArgumentSyntax], _ result: Type?, _ span: SourceSpan
  ) -> (Int, TypedBlock)? {
    let name = function.name.text
    called.insert(name)
    if let start = body.callChain.firstIndex(of: name) {
      report(.recursiveFunction(body.callChain[start...] + [name], at: span))
      return nil
    }
    guard body.callChain.count < Parser.deepest else {
      report(.tooDeep(at: span))
      return nil
    }
    guard let scope = bind(arguments, to: function.parameters, of: name, span) else { return nil }
    return inFrame(named: name, scope, result) { checker in checker.checkBlock(function.body) }
  }

  /// Checks something that sees its parameters, but nothing of the body that it is inlined into.
  mutating func inFrame(
    named name: String, _ scope: ParameterScope, _ result: Type?, _ check: (inout Checker) -> TypedBlock
  ) -> (Int, TypedBlock) {
    let outer = body
    let scopeBefore = globals.isSharedOnly
    globals.isSharedOnly = globals.declaration(of: name)?.isShared ?? false
    defer { globals.isSharedOnly = scopeBefore }
    let label = body.newExit()
    body.scopeBase = body.scopes.count
    body.scopes.append([:])
    for local in scope.locals { declare(local.name, local.kind) }
    body.parameterKinds = scope.kinds
    (body.wantedValues, body.loops, body.choices) = ([], [], [])
    body.frame = BodyContext.Frame(label: label, result: result)
    body.callChain.append(name)
    let inner = check(&self)
    body.scopes.removeLast()
    body.scopeBase = outer.scopeBase
    body.parameterKinds = outer.parameterKinds
    (body.wantedValues, body.loops, body.choices) = (outer.wantedValues, outer.loops, outer.choices)
    body.frame = outer.frame
    body.callChain = outer.callChain
    return (label, inner)
  }

  // MARK: Arguments

  /// What the parameters' names stand for in a call.
  struct ParameterScope {
    var locals: [BodyContext.Local] = []
    var kinds: [String: [PatternKind]] = [:]
  }

  mutating func bind(
    _ arguments: [ArgumentSyntax], to parameters: [FunctionParameterSyntax], of name: String, _ span: SourceSpan
  ) -> ParameterScope? {
    guard arguments.count == parameters.count else {
      report(
        .wrongArgumentCount("'\(name)'", wanted: "\(parameters.count) arguments", found: arguments.count, at: span))
      return nil
    }
    var scope = ParameterScope()
    for (argument, parameter) in zip(arguments, parameters) {
      if let label = argument.label, label.text != parameter.name.text {
        report(.wrongLabel(label.text, wanted: parameter.name.text, at: label.span))
      }
      bind(argument.value, to: parameter, &scope)
    }
    return scope.locals.count == parameters.count ? scope : nil
  }

  private mutating func bind(
    _ argument: ExpressionSyntax, to parameter: FunctionParameterSyntax, _ scope: inout ParameterScope
  ) {
    if let header = header(argument), let kinds = headerKinds(parameter) {
      guard kinds.contains(where: body.bindings[header].fits) else {
        let found = body.bindings[header].header.name
        return report(.wrongHeader(found, wanted: kinds.map(\.text), at: argument.span))
      }
      scope.kinds[parameter.name.text] = kinds
      return scope.locals.append(BodyContext.Local(name: parameter.name, kind: .header(header)))
    }
    guard case .value(let syntax) = parameter.kind else {
      if headerKinds(parameter) != nil { report(.headerWanted(parameter.name.text, at: argument.span)) }
      return
    }
    let type = resolve(syntax)
    let value = check(argument, as: type)
    guard value.constant == nil else {
      return scope.locals.append(BodyContext.Local(name: parameter.name, kind: .constant(value)))
    }
    let slot = body.newValue()
    body.pending.append(TypedStatement(kind: .bind(slot, value), span: argument.span))
    scope.locals.append(BodyContext.Local(name: parameter.name, kind: .value(slot: slot, type)))
  }

  private func header(_ argument: ExpressionSyntax) -> Int? {
    guard case .name(let name) = argument.kind, case .header(let index)? = body.local(name)?.kind else { return nil }
    return index
  }

  /// The headers that a parameter takes. `ipv4` and `ipv6` are types as well.
  private mutating func headerKinds(_ parameter: FunctionParameterSyntax) -> [PatternKind]? {
    switch parameter.kind {
    case .value(let type):
      guard case .named(let name) = type.kind else { return nil }
      return patternKind(named: name).map { [$0] }
    case .header(let names):
      let kinds = names.compactMap { resolveHeader($0) }
      return kinds.count == names.count ? kinds : nil
    }
  }

  // MARK: Functions that nobody calls

  /// A function or machine of this source that no body uses is checked by itself, for the headers it takes.
  mutating func checkUncalledFunctions() {
    for member in members {
      switch member {
      case .function(let syntax) where isUncalled(syntax.name):
        checkAlone(syntax.name, syntax.parameters) { checker, scope in checker.checkAlone(syntax, scope) }
      case .machine(let syntax) where isUncalled(syntax.name):
        checkAlone(syntax.name, syntax.parameters) { checker, scope in checker.checkAlone(syntax, scope) }
      default: break
      }
    }
  }

  private func isUncalled(_ name: Name) -> Bool {
    !called.contains(name.text) && name.span.file == tree.source.path
  }

  /// Reports what is wrong for any choice of headers for the parameters.
  private mutating func checkAlone(
    _ name: Name, _ parameters: [FunctionParameterSyntax], _ check: (inout Checker, ParameterScope) -> Void
  ) {
    let reported = diagnostics
    let outcomes = sampleBindings(parameters).map { headers in
      let outer = body
      body = BodyContext()
      diagnostics = []
      check(&self, sampleScope(parameters, headers))
      body = outer
      return diagnostics.filter { $0.identifier != "address-without-transport" }
    }
    diagnostics = reported
    if !outcomes.contains(where: \.isEmpty) { outcomes.first?.forEach { report($0) } }
  }

  /// A parameter `x: ipv4` may be an address or a header.
  private mutating func sampleBindings(_ parameters: [FunctionParameterSyntax]) -> [[PatternKind?]] {
    var samples: [[PatternKind?]] = [[]]
    for parameter in parameters {
      var choices: [PatternKind?] = headerKinds(parameter)?.prefix(1).map { $0 } ?? []
      if case .value = parameter.kind { choices.append(nil) }
      samples = samples.prefix(16).flatMap { sample in choices.map { sample + [$0] } }
    }
    return samples
  }

  private mutating func sampleScope(
    _ parameters: [FunctionParameterSyntax], _ headers: [PatternKind?]
  ) -> ParameterScope {
    var scope = ParameterScope()
    for (parameter, header) in zip(parameters, headers) {
      var local = BodyContext.Local(name: parameter.name, kind: .value(slot: body.newValue(), .unknown))
      if let header {
        local.kind = .header(body.bind(header))
        scope.kinds[parameter.name.text] = headerKinds(parameter)
      } else if case .value(let type) = parameter.kind {
        local.kind = .value(slot: body.newValue(), resolve(type))
      }
      scope.locals.append(local)
    }
    return scope
  }

  private mutating func checkAlone(_ function: FunctionSyntax, _ scope: ParameterScope) {
    let type = function.result.map { resolve($0) }
    let (_, inner) = inFrame(named: function.name.text, scope, type) { $0.checkBlock(function.body) }
    if type != nil, let impure = inner.firstEffect { report(.impureFunction(function.name.text, at: impure)) }
    if type != nil, !inner.ends { report(.missingReturn(function.name.text, at: function.closingBrace)) }
  }

  private mutating func checkAlone(_ machine: MachineSyntax, _ scope: ParameterScope) {
    _ = inFrame(named: machine.name.text, scope, nil) { checker in
      for one in machine.states.flatMap(\.transitions) { _ = checker.check(one.condition, as: .bool) }
      checker.body.pending = []
      return Self.nothing
    }
  }
}

extension BodyContext {
  /// Enters a header of a kind, without a pattern; gives its index.
  fileprivate mutating func bind(_ kind: PatternKind) -> Int {
    let header = kind.layers.first?.kind ?? .ethernet
    bindings.append(HandlerInstance.Binding(header: header, alternative: kind))
    alternatives.append([kind])
    return bindings.count - 1
  }
}

extension HandlerInstance.Binding {
  /// True for a header that a parameter of that kind takes.
  func fits(_ kind: PatternKind) -> Bool {
    let possible = alternative.layers.filter { $0.kind == header }
    return possible.allSatisfy { found in kind.layers.contains { $0.accepts(found) } }
  }
}

extension FunctionSyntax {
  fileprivate var closingBrace: SourceSpan {
    let end = body.span.end
    let brace = SourcePosition(line: end.line, column: max(end.column - 1, 1))
    return SourceSpan(file: body.span.file, start: brace, end: end)
  }
}
