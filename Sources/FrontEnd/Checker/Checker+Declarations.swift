import Diagnostics
import IR

extension Checker {
  /// Enters every declared name, so that order does not matter.
  mutating func declare() {
    for record in RecordType.builtIn {
      globals[record.name ?? ""] = Global(kind: .structure(record), span: nil, isShared: true)
    }
    for (index, member) in members.enumerated() {
      entersShared = index < sharedMembers.count
      switch member {
      case .parameter(let syntax): declareParameter(syntax)
      case .ports(let names): inOrder(names).forEach { declarePort($0) }
      case .structure(let syntax): enter(syntax.name, .unresolvedStructure(syntax))
      case .constant(let syntax): enter(syntax.name, .unresolvedConstant(syntax))
      case .state(let syntax): declareState(syntax)
      case .enumeration(let syntax): enter(syntax.name, .unresolvedEnumeration(syntax))
      case .machine(let syntax): enter(syntax.name, .unresolvedMachine(syntax))
      case .function(let syntax): enter(syntax.name, .function(syntax))
      case .stream(let syntax): declareStream(syntax)
      case .header(let syntax): declareHeader(syntax)
      case .fragments(let syntax): declareFragments(syntax)
      case .handler, .otherwise: break
      }
    }
  }

  @discardableResult
  mutating func enter(_ name: Name, _ kind: Global.Kind) -> Bool {
    if let first = globals[name.text] {
      report(.duplicateName(name.text, first: first.span, at: name.span))
      return false
    }
    if Type.builtIn[name.text] != nil {
      report(.duplicateName(name.text, first: nil, at: name.span))
      return false
    }
    globals[name.text] = Global(kind: kind, span: name.span, isShared: entersShared)
    return true
  }

  /// The ports in the order that a chain has given.
  private func inOrder(_ names: [Name]) -> [Name] {
    guard let portOrder else { return names }
    return portOrder.compactMap { wanted in names.first { $0.text == wanted } }
  }

  /// A header's name is that of no other header.
  private mutating func declareHeader(_ syntax: HeaderSyntax) {
    if PatternKind.builtIn.contains(where: { $0.text == syntax.name.text }) {
      return report(.duplicateName(syntax.name.text, first: nil, at: syntax.name.span))
    }
    enter(syntax.name, .unresolvedHeader(syntax))
  }

  private mutating func declareParameter(_ syntax: ParameterSyntax) {
    guard enter(syntax.name, .parameter(parameters.count)) else { return }
    parameters.append(CheckedParameter(name: syntax.name, type: .unknown, value: nil))
  }

  /// Ports that an nf may have: handlers are instantiated for each.
  private static let mostPorts = 64

  private mutating func declarePort(_ name: Name) {
    if ports.count == Self.mostPorts { return report(.tooManyPorts(atMost: Self.mostPorts, at: name.span)) }
    guard enter(name, .port(ports.count)) else { return }
    ports.append(name)
  }

  mutating func declareState(_ syntax: StateSyntax) {
    guard enter(syntax.name, .state(states.count)) else { return }
    // The kind is filled in by `checkStates`; until then it is an array without elements.
    let empty = State(
      name: syntax.name.text, kind: .array(ArrayState(value: [], size: 0, isConfig: true)), span: syntax.span)
    states.append(CheckedState(state: empty, key: .unknown, value: .unknown, full: nil, nameSpan: syntax.name.span))
  }

  /// Resolves structs, constants and parameters.
  mutating func resolveDeclarations() {
    for member in members {
      switch member {
      case .structure(let syntax): _ = structure(named: syntax.name.text)
      case .constant(let syntax): _ = constant(named: syntax.name.text, at: syntax.name.span)
      case .parameter(let syntax): resolveParameter(syntax)
      case .enumeration(let syntax): _ = enumeration(named: syntax.name.text)
      case .machine(let syntax): _ = enumeration(named: syntax.name.text)
      default: break
      }
    }
  }

  mutating func resolveParameter(_ syntax: ParameterSyntax) {
    guard case .parameter(let index) = globals[syntax.name.text]?.kind, parameters[index].name == syntax.name,
      resolvedParameters.insert(index).inserted
    else { return }
    let type = resolve(syntax.type)
    parameters[index].type = type
    if case .record = type { report(.unsupportedRecord(type.shown, at: syntax.type.span)) }
    if let value = syntax.value { parameters[index].value = constantWords(value, type, settling: false) }
  }

  /// Checks an expression that must be known at compile time; nil when it is not, which is reported. Parameters in it
  /// are settled by that.
  mutating func constantWords(_ syntax: ExpressionSyntax, _ type: Type, settling: Bool = true) -> [UInt64]? {
    let outer = settlesParameters
    settlesParameters = settling
    let expression = check(syntax, as: type)
    settlesParameters = outer
    if expression.type == .unknown { return nil }
    if let words = expression.constant { return words }
    report(.notConstant(at: syntax.span))
    return nil
  }

  /// Sees what the declaration sees; gives the scope to come back to.
  mutating func enterScope(of global: Global) -> Bool {
    let outer = globals.isSharedOnly
    globals.isSharedOnly = global.isShared
    return outer
  }

  func structureSpan(_ name: String) -> SourceSpan? { globals[name]?.span }

  /// The struct of a name, resolved on demand.
  mutating func structure(named name: String) -> RecordType? {
    guard let global = globals[name] else { return nil }
    if case .structure(let record) = global.kind { return record }
    guard case .unresolvedStructure(let syntax) = global.kind else { return nil }
    guard resolving.insert(name).inserted else {
      report(.recursiveDeclaration(name, at: syntax.name.span))
      globals[name]?.kind = .broken
      return nil
    }
    let outer = enterScope(of: global)
    let fields = resolveFields(syntax.fields)
    globals.isSharedOnly = outer
    resolving.remove(name)
    if case .broken? = globals[name]?.kind { return nil }
    let record = RecordType(name: name, fields: fields)
    if let problem = problem(record, syntax.name) {
      report(problem)
      globals[name]?.kind = .broken
      return nil
    }
    globals[name]?.kind = .structure(record)
    return record
  }

  /// Integers that a struct or tuple may hold.
  static let mostWords = 64

  private func problem(_ record: RecordType, _ name: Name) -> Diagnostic? {
    if record.fields.isEmpty { return .emptyStruct(name) }
    let count = record.fields.reduce(0) { $0 + $1.type.words.count }
    return count > Self.mostWords ? .tooManyWords(atMost: Self.mostWords, at: name.span) : nil
  }

  /// Fields without a label are called by their place.
  private mutating func resolveFields(_ syntax: [FieldSyntax]) -> [RecordType.Field] {
    var fields: [RecordType.Field] = []
    for (index, field) in syntax.enumerated() {
      let name = field.name?.text ?? "item\(index)"
      if fields.contains(where: { $0.name == name }) {
        report(.duplicateName(name, first: nil, at: field.name?.span ?? field.type.span))
      }
      fields.append(RecordType.Field(name: name, type: resolve(field.type)))
    }
    return fields
  }

  /// The constant of a name, resolved on demand.
  mutating func constant(named name: String, at use: SourceSpan) -> TypedExpression? {
    guard let global = globals[name] else { return nil }
    if case .constant(let value) = global.kind { return value }
    guard case .unresolvedConstant(let syntax) = global.kind else { return nil }
    guard resolving.insert(name).inserted else {
      report(.recursiveDeclaration(name, at: syntax.name.span))
      globals[name]?.kind = .broken
      return nil
    }
    let outer = enterScope(of: global)
    let value = resolve(syntax)
    globals.isSharedOnly = outer
    resolving.remove(name)
    globals[name]?.kind = value.map(Global.Kind.constant) ?? .broken
    return value
  }

  private mutating func resolve(_ syntax: ConstantSyntax) -> TypedExpression? {
    let outer = settlesParameters
    settlesParameters = true
    let value = syntax.type.map { check(syntax.value, as: resolve($0)) } ?? infer(syntax.value)
    settlesParameters = outer
    if value.type == .unknown { return nil }
    if value.constant == nil {
      report(.notConstant(at: syntax.value.span))
      return nil
    }
    return value
  }
}

// MARK: Types

extension Checker {
  mutating func resolve(_ syntax: TypeSyntax) -> Type {
    switch syntax.kind {
    case .missing: return .unknown
    case .bits(let bits):
      if (1...64).contains(bits) { return .integer(bits: Int(bits)) }
      report(.badWidth(at: syntax.span))
      return .unknown
    case .tuple(let fields):
      let type = Type.record(RecordType(name: nil, fields: resolveFields(fields)))
      if type.words.count > Self.mostWords { report(.tooManyWords(atMost: Self.mostWords, at: syntax.span)) }
      return type
    case .named(let name): return resolveType(named: name, at: syntax.span)
    }
  }

  private mutating func resolveType(named name: String, at span: SourceSpan) -> Type {
    if let type = Type.builtIn[name] { return type }
    if let record = structure(named: name) { return .record(record) }
    if let type = enumeration(named: name) { return .enumeration(type) }
    if case .broken? = globals[name]?.kind { return .unknown }
    report(.unknownType(name, nearest: nearestName(to: name, among: typeNames), at: span))
    return .unknown
  }

  private var typeNames: [String] {
    Array(Type.builtIn.keys)
      + globals.filter {
        switch $0.value.kind {
        case .structure, .unresolvedStructure, .enumeration, .unresolvedEnumeration, .machine, .unresolvedMachine: true
        default: false
        }
      }.keys
  }
}
