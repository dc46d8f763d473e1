import Diagnostics

extension TypedBlock {
  /// Where the block changes the packet or a state, or decides; nil where it only computes.
  var firstEffect: SourceSpan? { statements.lazy.compactMap(\.firstEffect).first }
}

extension TypedStatement {
  fileprivate var firstEffect: SourceSpan? {
    switch kind {
    case .bind(_, let value), .assign(_, let value): value.hasEffect ? span : nil
    case .leave, .use: nil
    case .labelled(_, let inner, _, _): inner.firstEffect
    case .conditional(_, let then, let otherwise): then.firstEffect ?? otherwise.firstEffect
    case .match(_, let cases, let otherwise):
      cases.lazy.compactMap(\.body.firstEffect).first ?? otherwise.firstEffect
    case .attempt(let attempt, _, let otherwise): attempt.hasEffect ? span : otherwise.firstEffect
    default: span
    }
  }
}

extension TypedExpression {
  fileprivate var hasEffect: Bool {
    if case .sketchAdd = kind { return true }
    return kind.operands.contains(where: \.hasEffect)
  }
}

extension Attempt {
  fileprivate var hasEffect: Bool {
    switch self {
    case .lookup, .pick: false
    default: true
    }
  }
}
