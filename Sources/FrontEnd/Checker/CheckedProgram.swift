import Diagnostics
import IR

/// A program without mistakes: names resolved, every expression typed, each handler's body once per combination of
/// headers that it can meet.
public struct CheckedProgram: Sendable {
  /// The `nf`'s name.
  public let name: String
  let source: SourceFile
  let parameters: [CheckedParameter]
  let ports: [Name]
  let states: [CheckedState]
  let handlers: [CheckedHandler]
  /// What happens to packets that no handler takes; nil when there are none.
  let otherwise: TypedBlock?
}

struct CheckedParameter: Sendable {
  var name: Name
  var type: Type
  /// The default; nil where the author wants it to be set.
  var value: [UInt64]?
}

struct CheckedState: Sendable {
  var state: State
  var key: Type
  var value: Type
  /// What a full table does with the packet: `full drop "…"`; nil when the declaration says nothing or evicts.
  var full: TypedBlock?
  var nameSpan: SourceSpan
  /// Set for an array that was declared as `counter` or `counter[n]`.
  var counter: CounterShape?
}

enum CounterShape: Hashable, Sendable { case single, indexed }

struct CheckedHandler: Sendable {
  /// Index of the port it is for; nil for all.
  var port: Int?
  var patterns: [CheckedPattern]
  /// By the headers that are bound.
  var instances: [HandlerInstance: InstanceBody]
  var span: SourceSpan

  /// The instance for a leaf, or nil when the pattern does not match there.
  func instance(at leaf: Leaf) -> HandlerInstance? { HandlerInstance(patterns, at: leaf) }
}

struct CheckedPattern: Sendable {
  var name: Name
  var alternatives: [PatternKind]
}

struct InstanceBody: Sendable {
  /// What is to be computed before the condition.
  var before: [TypedStatement] = []
  var condition: TypedExpression?
  var body: TypedBlock
}

/// The headers that a handler's names stand for, in order of its patterns.
struct HandlerInstance: Hashable, Sendable {
  struct Binding: Hashable, Sendable {
    var header: HeaderKind
    var alternative: PatternKind
  }
  var bindings: [Binding]

  init?(_ patterns: [CheckedPattern], at leaf: Leaf) {
    bindings = []
    for pattern in patterns {
      guard let alternative = pattern.alternatives.first(where: leaf.matches),
        let header = leaf.header(at: alternative.layer)
      else { return nil }
      bindings.append(Binding(header: header, alternative: alternative))
    }
  }
}
