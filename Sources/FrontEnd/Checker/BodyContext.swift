import Diagnostics

/// What is known inside a body: its names, and what became of its entries.
struct BodyContext {
  struct Local {
    enum Kind {
      case value(slot: Int, Type)
      case variable(slot: Int, Type)
      case constant(TypedExpression)
      case entry(slot: Int)
      /// Index of the handler's pattern.
      case header(Int)
    }
    var name: Name
    var kind: Kind
  }

  /// Innermost last.
  var scopes: [[String: Local]] = [[:]]
  var bindings: [HandlerInstance.Binding] = []
  /// The kinds that each pattern lists.
  var alternatives: [[PatternKind]] = []
  var valueCount = 0
  /// The map that each entry is of, by slot.
  var entryStates: [Int] = []
  /// Entries that may be gone, and what removed them.
  var ended: [Int: SourceSpan] = [:]
  /// The first bindings are those of the pattern; those behind were pushed.
  var pushedCount = 0
  var patternCount: Int { bindings.count - pushedCount }
  /// Bytes that the packet may have been given so far.
  var insertedBytes = 0
  /// Types of the `let`s whose `else` the statement stands in, innermost last.
  var wantedValues: [Type] = []

  /// The scopes of the function being inlined begin here; those below are its caller's.
  var scopeBase = 0
  /// What the headers that the function being inlined was given may be, by parameter.
  var parameterKinds: [String: [PatternKind]] = [:]
  /// Statements to be executed before the one being checked: functions and choices in its expressions.
  var pending: [TypedStatement] = []
  /// Places that `return`, `break` and the like lead to, by label.
  var exits: [Exit] = []
  /// The loops around the statement within its function, innermost last.
  var loops: [Loop] = []
  /// The choices whose arms the statement stands in, innermost last.
  var choices: [Choice] = []
  /// The function being inlined: where `return` leads.
  var frame: Frame?
  /// The functions being inlined, outermost first.
  var callChain: [String] = []
  /// Turns of the loops around the statement, multiplied, and statements made in all.
  var turns = 1
  var statementCount = 0

  /// A place behind a block that can be left from inside.
  struct Exit {
    /// The values it can be left with.
    var results: [TypedExpression] = []
    var ended: [Int: SourceSpan] = [:]
    var isTaken = false
  }
  struct Loop {
    var end: Int
    var next: Int
  }
  struct Choice {
    var label: Int
    /// Nil where the arms say what it is.
    var wanted: Type?
  }
  struct Frame {
    var label: Int
    /// Nil for a procedure.
    var result: Type?
  }

  mutating func newExit() -> Int {
    exits.append(Exit())
    return exits.count - 1
  }

  func local(_ name: String) -> Local? {
    for scope in scopes[scopeBase...].reversed() { if let local = scope[name] { return local } }
    return nil
  }

  mutating func newValue() -> Int {
    valueCount += 1
    return valueCount - 1
  }

  mutating func newEntry(of state: Int) -> Int {
    entryStates.append(state)
    return entryStates.count - 1
  }

  var localNames: [String] { scopes[scopeBase...].flatMap(\.keys) }
}
