import Wire

/// Productions to draw texts from. A line `name: words` is one way to write `<name>`; several lines of one name are
/// several ways, of which the first leads to an end soonest.
struct Grammar {
  private var productions: [String: [[String]]] = [:]
  private static let deepest = 24

  init(_ text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
      guard let head = parts.first, head.hasSuffix(":") else { continue }
      productions[String(head.dropLast()), default: []].append(Array(parts.dropFirst()))
    }
  }

  /// A text of this kind. `\n` in a production ends a line.
  func text(of name: String, _ random: inout SplitMix64) -> String {
    var budget = 400
    var words: [String] = []
    expand(name, 0, &budget, &random, &words)
    return words.joined(separator: " ").replacing("\\n", with: "\n")
  }

  private func expand(
    _ name: String, _ depth: Int, _ budget: inout Int, _ random: inout SplitMix64, _ words: inout [String]
  ) {
    guard let ways = productions[name] else { return words.append(name) }
    budget -= 1
    let isLate = depth > Self.deepest || budget < 0
    for word in ways[isLate ? 0 : random.below(ways.count)] {
      if word.hasPrefix("<"), word.hasSuffix(">"), word.utf8.count > 2 {
        expand(String(word.dropFirst().dropLast()), depth + 1, &budget, &random, &words)
      } else {
        words.append(word)
      }
    }
  }
}
