import Foundation
import Testing

/// The examples of a page of `docs/`: its fenced blocks marked `nf`, with what the page says about each.
struct LanguageReference {
  struct Example: CustomTestStringConvertible {
    /// The file's name.
    var page: String
    /// Of the block's opening fence.
    var line: Int
    /// The heading that it stands under.
    var section: String
    var text: String
    var claim: Claim
    /// Texts of the files that examples above it name.
    var files: [String: String]
    /// The block marked `trace` behind it, with the line it begins on.
    var trace: (text: String, line: Int)?
    var testDescription: String { "\(page):\(line), \(section)" }
  }

  /// What the words behind `nf` on the fence say.
  enum Claim: Hashable {
    /// It compiles without a word, and does what its trace says.
    case runs
    /// `file=NAME`: later examples import it.
    case imported(String)
    /// `reject=IDENTIFIER`: it is refused with this message alone.
    case rejected(String)
    /// `warn=IDENTIFIER`: it compiles, and this is warned of.
    case warned(String)
  }

  var examples: [Example] = []
  /// The blocks under the heading "Grammar".
  var grammar = ""
  /// All of its text.
  let text: String
  private let name: String
  private var files: [String: String] = [:]

  /// A page of this repository.
  init(page name: String) throws {
    let docs = Library.programs.deletingLastPathComponent().appendingPathComponent("docs")
    self.name = name
    text = try String(contentsOf: docs.appendingPathComponent(name), encoding: .utf8)
    try read()
  }

  private mutating func read() throws {
    var section = ""
    var block: (fence: Substring, line: Int, lines: [Substring])?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let open = block {
        guard line == "```" else {
          block?.lines.append(line)
          continue
        }
        try add(open.fence, open.lines.map { $0 + "\n" }.joined(), section: section, line: open.line)
        block = nil
      } else if line.hasPrefix("```") {
        block = (line.dropFirst(3), index + 1, [])
      } else if line.hasPrefix("#") {
        section = String(line.drop { $0 == "#" || $0 == " " })
      }
    }
    guard block == nil else { throw NotationError("\(name):\(block?.line ?? 0): this block is not closed") }
  }

  private mutating func add(_ fence: Substring, _ text: String, section: String, line: Int) throws {
    let words = fence.split(separator: " ")
    switch words.first {
    case "nf":
      let claim = try claim(words.dropFirst(), line: line)
      examples.append(Example(page: name, line: line, section: section, text: text, claim: claim, files: files, trace: nil))
      if case .imported(let name) = claim { files[name] = text }
    case "trace":
      guard let last = examples.indices.last, examples[last].trace == nil else {
        throw NotationError("\(name):\(line): this trace stands behind no example")
      }
      examples[last].trace = (text, line)
    case "grammar": grammar += text
    case "text": break
    default: throw NotationError("\(name):\(line): a block is marked nf, trace, grammar or text")
    }
  }

  private func claim(_ words: ArraySlice<Substring>, line: Int) throws -> Claim {
    guard let word = words.first else { return .runs }
    let parts = word.split(separator: "=").map(String.init)
    switch (parts.first, parts.count, words.count) {
    case ("file", 2, 1): return .imported(parts[1])
    case ("reject", 2, 1): return .rejected(parts[1])
    case ("warn", 2, 1): return .warned(parts[1])
    default: throw NotationError("\(name):\(line): '\(word)' says nothing about an example")
    }
  }
}
