/// How what was received differs from what was expected. `expected = matched + mismatched + missing` and
/// `received = matched + mismatched + unexpected`.
public struct ComparisonResult: Codable, Hashable, Sendable, CustomStringConvertible {
  public var expected = 0
  public var received = 0
  /// Came with the right bytes.
  public var matched = 0
  /// Came, told by its number, with wrong bytes.
  public var mismatched = 0
  /// Lost.
  public var missing = 0
  /// Came without being expected: strangers, duplicates.
  public var unexpected = 0
  /// Of the matched: came after a packet of the same flow that should have come later.
  public var reordered = 0
  /// The first differences, in words.
  public var notes: [String] = []

  static let mostNotes = 10

  public init() {}

  /// True when everything expected came, as expected and in order, and nothing else.
  public var isEqual: Bool { matched == expected && unexpected == 0 && reordered == 0 }

  mutating func note(_ note: @autoclosure () -> String) {
    if notes.count < Self.mostNotes { notes.append(note()) }
  }

  public var description: String {
    let counts = """
      expected \(expected), received \(received): \(matched) matched, \(mismatched) mismatched, \(missing) missing, \
      \(unexpected) unexpected, \(reordered) reordered
      """
    return ([counts] + notes.map { "  " + $0 }).joined(separator: "\n")
  }
}
