import Diagnostics

/// Words and signs that were nearly right: reported with their remedy, then parsing goes on as if they had been right.
extension Parser {
  /// Takes a word of this line that was probably meant to be `word`.
  mutating func take(misspelt word: String) -> Bool {
    guard word.utf8.count >= 4, !current.startsLine, let found = current.word,
      !Self.reservedWords.contains(found), nearestName(to: found, among: [word]) != nil
    else { return false }
    reportMisspelt(expected: "'\(word)'", meant: word)
    advance()
    return true
  }

  /// The keyword that the current word was probably meant to be, where no expression goes on behind it; reported.
  mutating func misspeltKeyword() -> String? {
    guard let found = current.word, found.utf8.count >= 3, !Self.statementWords.contains(found), beginsOperand,
      let keyword = nearestName(to: found, among: Self.statementWords)
    else { return nil }
    reportMisspelt(expected: "a statement", meant: keyword)
    return keyword
  }

  /// True when a word or a literal stands behind the current token, on its line.
  private var beginsOperand: Bool {
    let next = lookahead(1)
    if next.startsLine { return false }
    switch next.kind {
    case .word(let word): return !Self.reservedWords.contains(word) && !Self.statementWords.contains(word)
    case .symbol, .malformed, .endOfFile: return false
    default: return true
    }
  }

  private mutating func reportMisspelt(expected: String, meant: String) {
    let place = span(of: current)
    report(.expected(expected, found: describe(current), at: place, fixIts: Diagnostic.didYouMean(meant, at: place)))
  }

  /// `&&` and `||`, as other languages write them.
  var doubledOperator: OperatorSyntax? {
    guard at(.ampersand) || at(.pipe), lookahead(1).kind == current.kind,
      lookahead(1).range.lowerBound == current.range.upperBound
    else { return nil }
    return at(.ampersand) ? .and : .or
  }

  mutating func reportDoubled(_ operation: OperatorSyntax) {
    let place = source.span(current.range.lowerBound..<lookahead(1).range.upperBound)
    let sign = at(.ampersand) ? "&&" : "||"
    reportSign("'\(operation.rawValue)'", found: sign, meant: operation.rawValue, at: place)
  }

  /// `if a = b`: takes the sign and what is compared.
  mutating func skipAssignmentInCondition() {
    guard at(.assign) else { return }
    reportSign("'=='", found: "=", meant: "==", at: span(of: current))
    advance()
    _ = parseExpression()
  }

  private mutating func reportSign(_ expected: String, found: String, meant: String, at place: SourceSpan) {
    let remedy = FixIt("write '\(meant)'", replacing: place, with: meant)
    report(.expected(expected, found: "'\(found)'", at: place, fixIts: [remedy]))
  }

  /// Goes to the block of a handler whose head is wrong; false where its line has none.
  mutating func skipToBlock() -> Bool {
    while !at(.leftBrace) {
      if isAtEnd || current.startsLine || at(.rightBrace) { return false }
      advance()
    }
    return true
  }
}
