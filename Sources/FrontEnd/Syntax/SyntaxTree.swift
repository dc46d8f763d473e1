import Diagnostics

/// A parsed source: every token with its trivia, and the `nf` they form as far as they could be understood.
///
/// The tree is whole also after mistakes: what could not be parsed is missing from it and was reported.
public struct SyntaxTree: Sendable {
  public let source: SourceFile
  /// All tokens in order; with their trivia they are the whole text.
  let tokens: [Token]
  let file: FileSyntax
  /// True when a syntax error was reported.
  let hasErrors: Bool

  /// The last nf of the file.
  var function: NetworkFunctionSyntax? { file.functions.last }

  /// The blanks and comments before a token, as written.
  func leadingTrivia(of token: Token) -> String {
    String(decoding: source.bytes[token.triviaStart..<token.range.lowerBound], as: UTF8.self)
  }
}

/// A word with its place.
struct Name: Hashable, Sendable {
  var text: String
  var span: SourceSpan
}

struct NetworkFunctionSyntax: Sendable {
  var name: Name
  var members: [MemberSyntax]
  /// From `nf` to the closing brace.
  var span: SourceSpan
  /// The same, as indices of the tree's tokens.
  var tokens: Range<Int>
}

enum MemberSyntax: Sendable {
  case parameter(ParameterSyntax)
  case ports([Name])
  case structure(StructSyntax)
  case constant(ConstantSyntax)
  case state(StateSyntax)
  case stream(StreamSyntax)
  case handler(HandlerSyntax)
  case otherwise(BlockSyntax)
  case enumeration(EnumSyntax)
  case function(FunctionSyntax)
  case machine(MachineSyntax)
  case header(HeaderSyntax)
  case fragments(FragmentsSyntax)
}

struct ParameterSyntax: Sendable {
  var name: Name
  var type: TypeSyntax
  var value: ExpressionSyntax?
}

struct ConstantSyntax: Sendable {
  var name: Name
  var type: TypeSyntax?
  var value: ExpressionSyntax
}

struct StructSyntax: Sendable {
  var name: Name
  var fields: [FieldSyntax]
}

struct FieldSyntax: Sendable {
  /// Nil for a tuple's field without a label.
  var name: Name?
  var type: TypeSyntax
}

struct TypeSyntax: Sendable {
  enum Kind: Sendable {
    case named(String)
    /// `bit<12>`.
    case bits(UInt64)
    case tuple([FieldSyntax])
    /// Reported already.
    case missing
  }
  var kind: Kind
  var span: SourceSpan
}

struct StateSyntax: Sendable {
  enum Kind: Sendable {
    case map(key: TypeSyntax, value: TypeSyntax)
    case set(TypeSyntax)
    case pool(TypeSyntax)
    case meter(key: TypeSyntax)
    case sketch(key: TypeSyntax)
    case array(TypeSyntax)
    /// The size is nil for a single counter.
    case counter(size: ExpressionSyntax?)
    case maglev(backends: Name, weight: Name)
    /// Filled by the operator; the value is nil for a set.
    case table(TableKindSyntax, key: TypeSyntax, value: TypeSyntax?)
    case bloom(TypeSyntax)
    case queue(TypeSyntax)
    /// `tally of sessions by source`.
    case tally(of: Name, by: [Name])
  }
  var name: Name
  var kind: Kind
  /// Declared by `config table`.
  var isConfig: Bool
  /// One state of all members of a chain that declare it.
  var isShared = false
  var attributes: [AttributeSyntax]
  var span: SourceSpan
}

/// How the rows of a config table are found.
enum TableKindSyntax: Hashable, Sendable {
  case map, set
  case longestPrefix
  /// The key's fields that rows give a range of, by position.
  case rules(ranges: Set<Int>)
}

/// `opening 30s` in a list of time-outs.
struct TimeoutSyntax: Sendable {
  var value: ExpressionSyntax
  var time: ExpressionSyntax
}

struct AttributeSyntax: Sendable {
  enum Kind: Sendable {
    /// `capacity`, `rows`, `columns`, `size`, `rate`, `burst`, `after`, `excess burst`.
    case number(ExpressionSyntax)
    /// `peak rate P burst B`.
    case peak(rate: ExpressionSyntax, burst: ExpressionSyntax)
    case expire(refreshed: Bool, ExpressionSyntax)
    /// `expire idle by life { opening 30s  otherwise 60s }`; without a list the field knows its time-outs itself.
    case expireBy(refreshed: Bool, field: Name, times: [TimeoutSyntax], otherwise: ExpressionSyntax?)
    case range(ExpressionSyntax, ExpressionSyntax)
    /// `full drop "…"`, `full forward …`.
    case full(BlockSyntax)
    case fullEvictOldest
    /// `full sample 1 in 16 else drop "…"`.
    case fullSample(oneIn: ExpressionSyntax, otherwise: BlockSyntax)
    /// `consistency eventual 10ms`; nil for `consistency exact`.
    case consistency(ExpressionSyntax?)
    case with(Name)
    case released(with: Name, field: Name?)
  }
  /// The attribute's first word.
  var name: Name
  var kind: Kind
}

/// `stream flows: FlowRecord`: records for the control plane.
struct StreamSyntax: Sendable {
  var name: Name
  var type: TypeSyntax
}

struct HandlerSyntax: Sendable {
  var patterns: [PatternSyntax]
  var port: Name?
  var condition: ExpressionSyntax?
  var body: BlockSyntax
  /// From `on` to the body.
  var span: SourceSpan
}

/// `l4: tcp | udp`; a bare `arp` binds the name `arp` to the header of that kind.
struct PatternSyntax: Sendable {
  var name: Name
  var kinds: [Name]
}
