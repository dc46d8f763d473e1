import Diagnostics

/// What an nf does with fragments of IP packets.
enum FragmentsPolicy: Sendable {
  /// All of them end with this reason.
  case drop(reason: String, SourceSpan)
  /// They have no transport header.
  case pass
  /// The first one's transport header is remembered in a map, and the others have it too.
  case follow(state: Int, SourceSpan)
}

extension Checker {
  mutating func declareFragments(_ syntax: FragmentsSyntax) {
    if let first = fragments?.span { return report(.secondFragments(first: first, at: syntax.span)) }
    switch syntax.kind {
    case .drop(let reason): fragments = (.drop(reason: reason, syntax.span), syntax.span)
    case .pass: fragments = (.pass, syntax.span)
    case .follow(let state):
      fragments = (.follow(state: states.count, syntax.span), syntax.span)
      declareState(state)
      for attribute in state.attributes where attribute.name.text == "with" {
        report(.misplacedAttribute(attribute.name, kind: "fragments policy"))
      }
      if !state.attributes.contains(where: { $0.name.text == "full" }) {
        report(.missingAttribute("full", of: state.name))
      }
    }
  }
}
