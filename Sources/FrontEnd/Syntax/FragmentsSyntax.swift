import Diagnostics

/// What becomes of fragments of IP packets: `fragments drop "fragment"`, `fragments pass` or
/// `fragments follow first { … }`.
struct FragmentsSyntax: Sendable {
  enum Kind: Sendable {
    case drop(reason: String)
    case pass
    /// The map in which the first fragments are remembered.
    case follow(StateSyntax)
  }
  var kind: Kind
  var span: SourceSpan

  /// The map of first fragments, which has records of its own.
  fileprivate var memory: StateSyntax? {
    guard case .follow(var state) = kind else { return nil }
    state.attributes.removeAll { $0.name.text == "with" }
    return state
  }
}

extension MemberSyntax {
  /// The state that is declared, also the one that a policy for fragments brings along.
  var state: StateSyntax? {
    switch self {
    case .state(let state): state
    case .fragments(let syntax): syntax.memory
    default: nil
    }
  }
}
