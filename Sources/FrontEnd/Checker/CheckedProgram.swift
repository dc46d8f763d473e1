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
  let streams: [Stream]
  let handlers: [CheckedHandler]
  /// What becomes of fragments of IP packets; nil when the nf does not say.
  let fragments: FragmentsPolicy?
  /// What happens to packets that no handler takes; nil when there are none.
  let otherwise: TypedBlock?
}

struct CheckedParameter: Sendable {
  var name: Name
  var type: Type
  /// The default; nil where the author wants it to be set.
  var value: [UInt64]?
  /// Set where the value had to be known when compiling: then it is no parameter of the IR.
  var settled: [UInt64]?
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
  /// The stacks of headers that its patterns fit, in order of preference.
  var stacks: [StackPattern]
  /// By the headers that are bound.
  var instances: [HandlerInstance: InstanceBody]
  var span: SourceSpan

  /// The handler's stack that packets with these headers have; nil when its pattern does not match there.
  func match(_ stack: [HeaderLayer]) -> StackPattern? { stacks.first { $0.matches(stack) } }
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
    /// Part of what an ICMP error quotes.
    var isQuoted = false
  }
  var bindings: [Binding]
}
