import Diagnostics

struct ExpressionSyntax: Sendable {
  indirect enum Kind: Sendable {
    case integer(UInt64)
    case boolean(Bool)
    case duration(UInt64)
    case ipv4(UInt32)
    case ipv6(IPv6Words)
    case mac(UInt64)
    case name(String)
    /// `bit<12>`, which converts to that width.
    case bits(UInt64)
    case member(ExpressionSyntax, Name)
    /// `base[key]`; `base[a, b]` has a tuple as its key.
    case index(ExpressionSyntax, ExpressionSyntax)
    case call(ExpressionSyntax, [ArgumentSyntax])
    case tuple([ArgumentSyntax])
    case not(ExpressionSyntax)
    case binary(OperatorSyntax, ExpressionSyntax, ExpressionSyntax)
    /// `l4 is tcp`.
    case isKind(ExpressionSyntax, Name)
    /// `if c { a } else { b }` or `match x { … }` for its value.
    case choice(StatementSyntax)
    /// Reported already.
    case missing
  }
  var kind: Kind
  var span: SourceSpan
  /// Levels of the tree, so that no phase recurses without bound.
  var depth: Int
}

struct ArgumentSyntax: Sendable {
  var label: Name?
  var value: ExpressionSyntax
}

/// Operators as they are written.
enum OperatorSyntax: String, Hashable, Sendable {
  case or, and
  case equal = "==", notEqual = "!=", less = "<", lessEqual = "<=", greater = ">", greaterEqual = ">="
  case bitOr = "|", bitXor = "^", bitAnd = "&", shiftLeft = "<<", shiftRight = ">>"
  case add = "+", subtract = "-", wrappingAdd = "&+", wrappingSubtract = "&-"
  case saturatingAdd = "+|", saturatingSubtract = "-|"
  case multiply = "*", wrappingMultiply = "&*", divide = "/", remainder = "%"

  /// Binds tighter the higher. Comparisons (3) do not chain.
  var precedence: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: 3
    case .bitOr: 4
    case .bitXor: 5
    case .bitAnd: 6
    case .shiftLeft, .shiftRight: 7
    case .add, .subtract, .wrappingAdd, .wrappingSubtract, .saturatingAdd, .saturatingSubtract: 8
    case .multiply, .wrappingMultiply, .divide, .remainder: 9
    }
  }
  static let comparisonPrecedence = 3

  var isComparison: Bool { precedence == Self.comparisonPrecedence }
  var isLogical: Bool { self == .or || self == .and }
}
