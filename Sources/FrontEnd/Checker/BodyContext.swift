import Diagnostics

/// What is known inside a body: its names, and what became of its entries.
struct BodyContext {
  struct Local {
    enum Kind {
      case value(slot: Int, Type)
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
  /// Types of the `let`s whose `else` the statement stands in, innermost last.
  var wantedValues: [Type] = []

  func local(_ name: String) -> Local? {
    for scope in scopes.reversed() { if let local = scope[name] { return local } }
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

  var localNames: [String] { scopes.flatMap(\.keys) }
}
