import Diagnostics
import IR

/// Resolves names and types: first the declarations, then each handler once per combination of headers.
struct Checker {
  let tree: SyntaxTree
  let function: NetworkFunctionSyntax
  var diagnostics: [Diagnostic] = []

  var globals = GlobalTable()
  /// Declarations being resolved, to find those that rest on themselves.
  var resolving: Set<String> = []
  var parameters: [CheckedParameter] = []
  var ports: [Name] = []
  var states: [CheckedState] = []
  var streams: [CheckedStream] = []
  /// Bodies of `full`, by state: they are checked when all states are known.
  var fullBodies: [Int: BlockSyntax] = [:]
  /// What is known of the body being checked.
  var body = BodyContext()
  /// Statements that some instance of their handler reaches, and the first ones behind a decision. What one instance
  /// does not reach another may.
  var reached: Set<SourceSpan> = []
  var unreached: Set<SourceSpan> = []

  /// What becomes of fragments, and where the nf says so.
  var fragments: (policy: FragmentsPolicy, span: SourceSpan)?

  /// Functions that some body calls.
  var called: Set<String> = []

  /// What was declared outside of the nf, then what is in it.
  let members: [MemberSyntax]
  /// How many of the members stand outside of the nf.
  private let sharedCount: Int
  /// Values of parameters, by name, and what is written before the names in `--set`.
  let settings: [String: String]
  let settingPrefix: String
  /// Ports in the order that the chain wants; nil for the nf's own.
  let portOrder: [String]?
  /// True where parameters have to be known.
  var settlesParameters = false
  /// True while names of declarations outside of the nf are entered.
  var entersShared = false
  var resolvedParameters: Set<Int> = []
  /// Sources made of settings, for messages about them.
  var settingSources: [SourceFile] = []

  init(
    _ tree: SyntaxTree, _ function: NetworkFunctionSyntax, shared: [MemberSyntax] = [],
    settings: [String: String] = [:], settingPrefix: String = "", portOrder: [String]? = nil
  ) {
    self.tree = tree
    self.function = function
    members = shared + function.members
    sharedCount = shared.count
    self.settings = settings
    self.settingPrefix = settingPrefix
    self.portOrder = portOrder
  }

  var sharedMembers: ArraySlice<MemberSyntax> { members[..<sharedCount] }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}

/// A declaration of the nf, by name.
struct Global {
  enum Kind {
    case parameter(Int)
    case port(Int)
    case structure(RecordType)
    case constant(TypedExpression)
    case state(Int)
    case stream(Int)
    case unresolvedStructure(StructSyntax)
    case unresolvedConstant(ConstantSyntax)
    case enumeration(EnumType)
    case unresolvedEnumeration(EnumSyntax)
    case function(FunctionSyntax)
    case machine(MachineSyntax, EnumType)
    case unresolvedMachine(MachineSyntax)
    case header(UserHeader)
    case unresolvedHeader(HeaderSyntax)
    /// Wrong, and reported.
    case broken
  }
  var kind: Kind
  var span: SourceSpan?
  /// Declared outside of the nf: it sees nothing of the nf.
  var isShared = false
}

/// The declarations by name.
struct GlobalTable {
  private var all: [String: Global] = [:]
  /// True where only declarations outside of the nf are seen.
  var isSharedOnly = false

  subscript(_ name: String) -> Global? {
    get {
      guard let global = all[name], global.isShared || !isSharedOnly else { return nil }
      return global
    }
    set { all[name] = newValue }
  }
  /// Also what is not seen here: a name means one thing.
  func declaration(of name: String) -> Global? { all[name] }
  var keys: [String] { all.keys.filter { self[$0] != nil } }
  func filter(_ isIncluded: ((key: String, value: Global)) -> Bool) -> [String: Global] {
    all.filter { self[$0.key] != nil && isIncluded($0) }
  }
}

extension Checker {
  mutating func check() -> CheckedProgram {
    declare()
    resolveDeclarations()
    resolveHeaders()
    checkStates()
    checkStreams()
    let handlers = handlerSyntax.compactMap { checkHandler($0) }
    reportRivals(handlers)
    let otherwise = checkOtherwise(handlers)
    checkUncalledFunctions()
    for span in unreached.subtracting(reached) { report(.unreachable(at: span)) }
    return CheckedProgram(
      name: function.name.text, source: tree.source, parameters: parameters, ports: ports, states: states,
      streams: streams.map(\.stream), handlers: handlers, fragments: fragments?.policy, otherwise: otherwise)
  }

  private var handlerSyntax: [HandlerSyntax] {
    function.members.compactMap { if case .handler(let handler) = $0 { handler } else { nil } }
  }

  private mutating func checkOtherwise(_ handlers: [CheckedHandler]) -> TypedBlock? {
    let blocks = function.members.compactMap { if case .otherwise(let block) = $0 { block } else { nil } }
    if ports.isEmpty { report(.noPorts(at: function.name.span)) }
    if let first = blocks.first {
      for second in blocks.dropFirst() { report(.secondOtherwise(first: first.span, at: second.span)) }
      return checkBody(first)
    }
    if handlerSyntax.isEmpty {
      report(.noHandlers(at: function.name.span))
    } else if !ports.indices.allSatisfy({ port in handlers.contains { $0.takesAll(from: port) } }) {
      let end = function.span.end
      let brace = SourcePosition(line: end.line, column: max(end.column - 1, 1))
      report(.missingOtherwise(at: SourceSpan(file: tree.source.path, start: brace, end: end)))
    }
    return nil
  }
}

extension CheckedHandler {
  fileprivate func takesAll(from port: Int) -> Bool {
    patterns.isEmpty && (self.port == nil || self.port == port) && instances.values.allSatisfy { $0.condition == nil }
  }
}
