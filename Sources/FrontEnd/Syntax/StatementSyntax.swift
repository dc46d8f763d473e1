import Diagnostics

struct BlockSyntax: Sendable {
  var statements: [StatementSyntax]
  var span: SourceSpan
}

struct StatementSyntax: Sendable {
  indirect enum Kind: Sendable {
    /// `let name = value [else …]`.
    case bind(Name, ExpressionSyntax, otherwise: BlockSyntax?)
    /// An expression for its effect: `value [else …]`.
    case evaluate(ExpressionSyntax, otherwise: BlockSyntax?)
    case assign(ExpressionSyntax, adds: Bool, ExpressionSyntax)
    case conditional(ExpressionSyntax, then: BlockSyntax, otherwise: BlockSyntax?)
    case match(ExpressionSyntax, cases: [MatchCaseSyntax], otherwise: BlockSyntax?)
    case insert([InsertionSyntax], otherwise: BlockSyntax?)
    case remove(ExpressionSyntax)
    case forward(Name)
    case drop(String)
    case reply
    case toControlPlane
    case use(ExpressionSyntax)
  }
  var kind: Kind
  var span: SourceSpan
}

struct MatchCaseSyntax: Sendable {
  var values: [ExpressionSyntax]
  var body: BlockSyntax
}

/// `map[key] = value` in an `insert`.
struct InsertionSyntax: Sendable {
  var map: Name
  var key: ExpressionSyntax
  /// Nil for a set's key, which has none.
  var value: ExpressionSyntax?
  var span: SourceSpan
}
