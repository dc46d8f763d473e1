/// Prints elements one by one: where a line begins, the indentation of its place (`Formatter+Lines`); within a line,
/// the blanks that belong between two tokens (`Formatter+Blanks`).
///
/// It knows brackets, operators and a few words, not the grammar: a new declaration or statement needs nothing here as
/// long as it is made of these.
struct Formatter {
  let elements: [SourceElement]
  /// Indexes of the tokens among the elements.
  let tokens: [Int]
  var output = ""
  /// Around the current place, the file itself first.
  var frames = [Frame(opener: nil, indent: 0, closeIndent: 0)]
  /// Indentation of the current line.
  var lineIndent = 0
  /// True where the line goes on with an expression of the line before.
  var lineContinuesExpression = false
  /// Indentation of the line where the brace that was closed last had been opened.
  var lastCloseIndent = 0
  /// Position in `tokens` of the next token to be printed.
  var next = 0

  /// What an open bracket means for the lines inside of it.
  struct Frame {
    var opener: Symbol?
    /// Of the lines inside.
    var indent: Int
    /// Of a line that begins with the closing bracket.
    var closeIndent: Int
    /// Of the line where the declaration or statement at hand begins.
    var itemIndent = 0
    /// Its first word.
    var itemHead: String?
    /// True when the word `insert` or `match` stood in it.
    var itemInserts = false
    var itemMatches = false
    /// True between the braces of a `match`.
    var holdsCases = false
  }

  static let indentWidth = 2

  static func text(of elements: [SourceElement]) -> String {
    var formatter = Formatter(elements: elements)
    for index in elements.indices { formatter.print(index) }
    return formatter.output
  }

  private init(elements: [SourceElement]) {
    self.elements = elements
    tokens = elements.indices.filter { elements[$0].token != nil }
  }

  var frame: Frame {
    get { frames[frames.count - 1] }
    set { frames[frames.count - 1] = newValue }
  }

  /// The token before the next one; nil at the start of the file.
  var previousToken: SourceElement? { next > 0 ? elements[tokens[next - 1]] : nil }
  /// A token counted from the next one.
  func token(_ distance: Int) -> SourceElement? {
    tokens.indices.contains(next + distance) ? elements[tokens[next + distance]] : nil
  }

  private mutating func print(_ index: Int) {
    let element = elements[index]
    if element.token == .endOfFile {
      if !output.isEmpty { output += "\n" }
      return
    }
    let isFirst = index == 0 || element.newlines > 0
    if isFirst { startLine(index) } else { output += blanks(before: index) }
    if element.token == nil { return printComment(element) }
    follow(element)
    output += element.text
    next += 1
  }

  private mutating func startLine(_ index: Int) {
    if !output.isEmpty { output += keepsEmptyLine(before: index) ? "\n\n" : "\n" }
    setIndent(forComment: elements[index].token == nil)
    output += String(repeating: " ", count: lineIndent)
  }

  /// One of the author's empty lines stays, but not next to a bracket that it would push away.
  private func keepsEmptyLine(before index: Int) -> Bool {
    guard elements[index].newlines > 1, index > 0 else { return false }
    return elements[index - 1].symbol?.isOpener != true && elements[index].symbol?.isCloser != true
  }

  /// Later lines of a block comment move with its first.
  private mutating func printComment(_ comment: SourceElement) {
    let moved = comment.newlines > 0 ? lineIndent - comment.blanks : 0
    let lines = comment.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let kept = number == lines.count - 1 ? String(line) : line.withoutTrailingBlanks
      output += number == 0 ? kept : "\n" + kept.indented(by: moved)
    }
  }
}

extension Symbol {
  var isOpener: Bool { self == .leftBrace || self == .leftParen || self == .leftBracket }
  var isCloser: Bool { self == .rightBrace || self == .rightParen || self == .rightBracket }
}

extension String {
  /// With that many more blanks before it, or fewer, as far as there are any.
  fileprivate func indented(by width: Int) -> String {
    if isEmpty { return self }
    if width >= 0 { return String(repeating: " ", count: width) + self }
    return String(dropFirst(min(-width, prefix { $0 == " " }.count)))
  }
}
