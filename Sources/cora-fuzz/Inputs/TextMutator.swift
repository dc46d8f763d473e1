import Wire

/// Changes to a text that leave most of its words and lines whole, so that much of it still means something.
struct TextMutator {
  /// Texts as words, blanks and signs.
  private let texts: [[Substring]]
  /// All of these, each once.
  private let dictionary: [Substring]
  private static let numbers = [
    "0", "1", "2", "63", "64", "65", "255", "256", "65535", "65536", "4294967295", "4294967296", "9223372036854775807",
    "18446744073709551615", "18446744073709551616", "0xffff_ffff_ffff_ffff", "1_000_000",
  ]

  init(_ texts: [String]) {
    self.texts = texts.map(Self.pieces)
    var seen: Set<Substring> = []
    dictionary = self.texts.joined().filter { seen.insert($0).inserted }
  }

  /// A text of the corpus, changed in a few places.
  func text(_ random: inout SplitMix64) -> String {
    var pieces = random.pick(texts) ?? []
    for _ in 0...random.below(5) where !pieces.isEmpty { mutate(&pieces, &random) }
    return pieces.joined()
  }

  /// A text of the corpus with a number or a word or two exchanged: most of these still parse.
  func gentleText(_ random: inout SplitMix64) -> String {
    var pieces = random.pick(texts) ?? []
    for _ in 0...random.below(2) {
      if random.below(2) == 0 { replaceNumber(&pieces, &random) } else { replaceWord(&pieces, &random) }
    }
    return pieces.joined()
  }

  /// Words and signs without any order.
  func soup(_ random: inout SplitMix64) -> String {
    (0..<random.below(120)).map { _ in String(random.pick(dictionary) ?? "") + (random.below(8) == 0 ? "\n" : " ") }
      .joined()
  }

  private func mutate(_ pieces: inout [Substring], _ random: inout SplitMix64) {
    let start = random.below(pieces.count)
    let range = start..<min(pieces.count, start + 1 + random.below(12))
    switch random.below(10) {
    case 0: pieces[start] = random.pick(dictionary) ?? ""
    case 1: pieces.removeSubrange(range)
    case 2: pieces.insert(contentsOf: pieces[range], at: random.below(pieces.count))
    case 3: pieces.swapAt(start, random.below(pieces.count))
    case 4: pieces.insert(contentsOf: foreign(&random), at: start)
    case 5: replaceNumber(&pieces, &random)
    case 6: pieces.replaceSubrange(line(around: start, pieces), with: line(of: random.pick(texts) ?? [], &random))
    case 7: pieces.removeSubrange(line(around: start, pieces))
    case 8: pieces.insert(contentsOf: Array(repeating: pieces[start], count: 1 << random.below(9)), at: start)
    default:
      pieces.insert(contentsOf: line(of: random.pick(texts) ?? [], &random), at: line(around: start, pieces).lowerBound)
    }
  }

  private func foreign(_ random: inout SplitMix64) -> ArraySlice<Substring> {
    guard let other = random.pick(texts), !other.isEmpty else { return [] }
    let start = random.below(other.count)
    return other[start..<min(other.count, start + 1 + random.below(20))]
  }

  private func replaceNumber(_ pieces: inout [Substring], _ random: inout SplitMix64) {
    let numbers = pieces.indices.filter { pieces[$0].first?.isNumber == true }
    guard let index = random.pick(numbers), let number = random.pick(Self.numbers) else { return }
    pieces[index] = Substring(number)
  }

  /// One word of a text in the place of another.
  private func replaceWord(_ pieces: inout [Substring], _ random: inout SplitMix64) {
    let words = pieces.indices.filter { pieces[$0].first?.isLetter == true }
    guard let index = random.pick(words), let other = random.pick(words) else { return }
    pieces[index] = pieces[other]
  }

  private func line(of pieces: [Substring], _ random: inout SplitMix64) -> ArraySlice<Substring> {
    pieces.isEmpty ? [] : pieces[line(around: random.below(pieces.count), pieces)]
  }

  /// The pieces of the line that holds a piece, with its end.
  private func line(around index: Int, _ pieces: [Substring]) -> Range<Int> {
    let start = pieces[..<index].lastIndex { $0.contains("\n") }.map { $0 + 1 } ?? 0
    let end = pieces[index...].firstIndex { $0.contains("\n") }.map { $0 + 1 } ?? pieces.count
    return min(start, end)..<end
  }

  private enum PieceClass { case word, blank, sign }

  private static func pieces(_ text: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = text[...]
    while let first = rest.first {
      let kind = kind(first)
      let end =
        kind == .sign ? rest.index(after: rest.startIndex) : rest.firstIndex { Self.kind($0) != kind } ?? rest.endIndex
      pieces.append(rest[..<end])
      rest = rest[end...]
    }
    return pieces
  }

  private static func kind(_ character: Character) -> PieceClass {
    if character == "_" || character.isLetter || character.isNumber { return .word }
    return character.isWhitespace ? .blank : .sign
  }
}
