import Diagnostics

/// A parsed source: every token with its trivia, and the `nf` they form as far as they could be understood.
///
/// The tree is whole also after mistakes: what could not be parsed is missing from it and was reported.
public struct SyntaxTree: Sendable {
  public let source: SourceFile
  /// All tokens in order; with their trivia they are the whole text.
  let tokens: [Token]
  let function: NetworkFunctionSyntax?
  /// True when a syntax error was reported.
  let hasErrors: Bool

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
}

enum MemberSyntax: Sendable {
  case parameter(ParameterSyntax)
  case ports([Name])
  case structure(StructSyntax)
  case constant(ConstantSyntax)
  case state(StateSyntax)
  case handler(HandlerSyntax)
  case otherwise(BlockSyntax)
  case enumeration(EnumSyntax)
  case function(FunctionSyntax)
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
  }
  var name: Name
  var kind: Kind
  /// Declared by `config table`.
  var isConfig: Bool
  var attributes: [AttributeSyntax]
  var span: SourceSpan
}

struct AttributeSyntax: Sendable {
  enum Kind: Sendable {
    /// `capacity`, `rows`, `columns`, `size`, `rate`, `burst`.
    case number(ExpressionSyntax)
    case expire(refreshed: Bool, ExpressionSyntax)
    case range(ExpressionSyntax, ExpressionSyntax)
    /// `full drop "…"`, `full forward …`.
    case full(BlockSyntax)
    case fullEvictOldest
    /// `consistency eventual 10ms`; nil for `consistency exact`.
    case consistency(ExpressionSyntax?)
    case with(Name)
    case released(with: Name, field: Name?)
  }
  /// The attribute's first word.
  var name: Name
  var kind: Kind
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
