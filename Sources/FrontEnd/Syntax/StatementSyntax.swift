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
    /// `export flows(FlowRecord(…))`.
    case export(Name, ExpressionSyntax)
    case forward(Name)
    case drop(String)
    case reply
    case toControlPlane
    case use(ExpressionSyntax)
    /// `var name: type = value`.
    case variable(Name, TypeSyntax?, ExpressionSyntax)
    /// `for name in first ..< last { … }`; `isClosed` for `...`.
    case loop(Name, first: ExpressionSyntax, last: ExpressionSyntax, isClosed: Bool, BlockSyntax)
    /// `advance session.life(tcp, answer: true)`.
    case advance(ExpressionSyntax)
    case leaveLoop
    case nextTurn
    case giveBack(ExpressionSyntax?)
    /// The value of the arm of a choice; made of an arm's last expression.
    case choose(ExpressionSyntax)
    /// Of the packet as a whole.
    case packet(PacketStatementSyntax)
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
