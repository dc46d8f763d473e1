import Plan
import Yams

/// Reads a mapping key by key; a key that nobody asked for is an error with its line.
struct YAMLReader {
  let file: String
  let line: Int
  private let what: String
  private let entries: [(key: Node.Scalar, value: Node)]

  init(_ node: Node, what: String, file: String) throws(ConfigurationError) {
    guard case .mapping(let mapping) = node else {
      throw ConfigurationError(file: file, line: Self.line(node), reason: "\(what) has to be keys with values")
    }
    self.file = file
    self.what = what
    line = Self.line(node)
    var entries: [(key: Node.Scalar, value: Node)] = []
    for (key, value) in mapping {
      guard case .scalar(let name) = key else {
        throw ConfigurationError(file: file, line: Self.line(key), reason: "a key of \(what) is not a word")
      }
      entries.append((name, value))
    }
    self.entries = entries
  }

  static func line(_ node: Node) -> Int { node.mark?.line ?? 0 }

  var keys: [String] { entries.map(\.key.string) }

  func node(_ key: String) -> Node? { entries.first { $0.key.string == key }?.value }

  /// Refuses keys that are not among `known`.
  func allow(_ known: [String]) throws(ConfigurationError) {
    for (key, _) in entries where !known.contains(key.string) {
      let hint = known.sorted().joined(separator: ", ")
      throw ConfigurationError(
        file: file, line: key.mark?.line ?? line, reason: "unknown key '\(key.string)' in \(what); it has \(hint)")
    }
  }

  func fail(_ node: Node?, _ reason: String) -> ConfigurationError {
    ConfigurationError(file: file, line: node.map(Self.line) ?? line, reason: reason)
  }

  func scalar(_ key: String) throws(ConfigurationError) -> ConfigText? {
    guard let node = node(key) else { return nil }
    guard case .scalar(let scalar) = node else { throw fail(node, "'\(key)' has to be one value") }
    return ConfigText(text: scalar.string, line: Self.line(node))
  }

  func text(_ key: String) throws(ConfigurationError) -> String? { try scalar(key)?.text }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
    guard let scalar = try scalar(key) else { return nil }
    guard let value = Int(scalar.text.filter { $0 != "_" }), range.contains(value) else {
      throw fail(node(key), "'\(key)' has to be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func duration(_ key: String, in range: ClosedRange<UInt64>) throws(ConfigurationError) -> UInt64? {
    guard let scalar = try scalar(key) else { return nil }
    guard let value = ScalarText.duration(scalar.text), range.contains(value) else {
      throw fail(node(key), "'\(key)' has to be a time such as 200ms or 1s")
    }
    return value
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _: Choice.Type
  ) throws(ConfigurationError) -> Choice? {
    guard let scalar = try scalar(key) else { return nil }
    guard let choice = Choice(rawValue: scalar.text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw fail(node(key), "'\(key)' is one of \(known), not '\(scalar.text)'")
    }
    return choice
  }

  /// The elements of a list, or none without the key.
  func list(_ key: String) throws(ConfigurationError) -> [Node] {
    guard let node = node(key) else { return [] }
    guard case .sequence(let sequence) = node else { throw fail(node, "'\(key)' has to be a list") }
    return Array(sequence)
  }

  func mapping(_ key: String) throws(ConfigurationError) -> YAMLReader? {
    guard let node = node(key) else { return nil }
    return try YAMLReader(node, what: "'\(key)'", file: file)
  }
}
