/// Conditions as text, written as a person would.
enum CCondition {
  private static let opposites = ["==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"]

  static func isName(_ text: String) -> Bool { text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }

  /// Without the parentheses around the whole of it.
  static func bare(_ condition: String) -> String {
    guard condition.hasPrefix("("), condition.hasSuffix(")") else { return condition }
    var depth = 0
    for (position, character) in condition.enumerated() {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth == 0 && position < condition.count - 1 { return condition }
    }
    return String(condition.dropFirst().dropLast())
  }

  /// The opposite: a single comparison is turned around.
  static func negated(_ condition: String) -> String {
    if isName(condition) { return "!\(condition)" }
    let bare = bare(condition)
    let words = wordsOutsideParentheses(bare)
    let comparisons = words.filter { opposites[$0.text] != nil }
    if let only = comparisons.first, comparisons.count == 1,
      !words.contains(where: { ["&&", "||", "?"].contains($0.text) })
    {
      let opposite = opposites[only.text] ?? only.text
      return bare.replacing(only.range, with: opposite)
    }
    return "!(\(bare))"
  }

  /// Operators stand between spaces in the emitter's expressions.
  private static func wordsOutsideParentheses(_ text: String) -> [(text: String, range: Range<String.Index>)] {
    var depth = 0
    var start = text.startIndex
    var words: [(String, Range<String.Index>)] = []
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case " " where depth == 0:
        words.append((String(text[start..<index]), start..<index))
        start = text.index(after: index)
      default: break
      }
      if text[index] == " " && depth > 0 { start = text.index(after: index) }
    }
    words.append((String(text[start...]), start..<text.endIndex))
    return words
  }
}

extension String {
  fileprivate func replacing(_ range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
