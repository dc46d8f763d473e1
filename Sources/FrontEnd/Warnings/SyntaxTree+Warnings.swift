import Diagnostics

/// Warnings about the text: declarations that nothing refers to.
extension SyntaxTree {
  /// For a source that compiles.
  var warnings: [Diagnostic] { neverUsed + withoutFragmentsPolicy }

  private var neverUsed: [Diagnostic] {
    let mentioned = mentionedWords
    return (function?.members ?? []).compactMap { member in
      guard let (kind, name) = member.declared, name.span.file == source.path else { return nil }
      return mentioned[name.text, default: 0] > 0 ? nil : Diagnostic.neverUsed(kind, name)
    }
  }

  /// How often each word stands where it may refer to a declaration: not behind a dot, not before the colon of a
  /// declaration or label, not as the name of a constant or function.
  private var mentionedWords: [String: Int] {
    var counts: [String: Int] = [:]
    for (index, token) in tokens.enumerated() {
      guard let word = token.word else { continue }
      let before = index > 0 ? tokens[index - 1].kind : .endOfFile
      let after = index + 1 < tokens.count ? tokens[index + 1].kind : .endOfFile
      if before == .symbol(.dot) || after == .symbol(.colon) { continue }
      if before == .word("const") || before == .word("fn") { continue }
      counts[word, default: 0] += 1
    }
    return counts
  }
}

extension MemberSyntax {
  /// What is declared, for the kinds that an nf should use.
  fileprivate var declared: (kind: String, name: Name)? {
    switch self {
    case .parameter(let syntax): ("parameter", syntax.name)
    case .constant(let syntax): ("constant", syntax.name)
    case .stream(let syntax): ("stream", syntax.name)
    case .state(let syntax): (syntax.isConfig ? "config table" : "state", syntax.name)
    case .function(let syntax): ("function", syntax.name)
    default: nil
    }
  }
}
