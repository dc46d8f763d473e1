import Diagnostics

/// Warnings about the text: declarations that nothing refers to.
extension SyntaxTree {
  /// For a source that compiles.
  var warnings: [Diagnostic] { neverUsed + withoutFragmentsPolicy }

  /// Each nf's own declarations, which no other nf can refer to.
  private var neverUsed: [Diagnostic] {
    file.functions.flatMap { function in
      let mentioned = mentionedWords(in: function)
      return function.members.compactMap { member -> Diagnostic? in
        guard let (kind, name) = member.declared, name.span.file == source.path else { return nil }
        return mentioned.contains(name.text) ? nil : .neverUsed(kind, name)
      }
    }
  }

  /// The words that stand within an nf where they may refer to a declaration: not behind a dot, not before the colon of a
  /// declaration or label, not as the name of a constant or function.
  private func mentionedWords(in function: NetworkFunctionSyntax) -> Set<String> {
    var words: Set<String> = []
    for index in function.tokens {
      guard let word = tokens[index].word else { continue }
      let before = index > 0 ? tokens[index - 1].kind : .endOfFile
      let after = index + 1 < tokens.count ? tokens[index + 1].kind : .endOfFile
      if before == .symbol(.dot) || after == .symbol(.colon) { continue }
      if before == .word("const") || before == .word("fn") { continue }
      words.insert(word)
    }
    return words
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
