/// Reads one mapping of a device file strictly: each known key is asked for, and what was not asked for is an error.
struct DeviceReader {
  let node: DeviceNode
  let path: String
  private let pairs: [DeviceNode.Pair]

  init(_ node: DeviceNode, path: String, known: [String]) throws {
    guard case .mapping(let pairs) = node.content else { throw DeviceError.notA("a mapping", node, at: path) }
    self.node = node
    self.path = path
    self.pairs = pairs
    for pair in pairs where !known.contains(pair.key) {
      throw DeviceError.unknownKey(pair.key, among: known, in: pair.value, at: path)
    }
  }

  func keyPath(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

  func child(_ key: String) -> DeviceNode? { pairs.first { $0.key == key }?.value }

  func required(_ key: String) throws -> DeviceNode {
    guard let child = child(key) else { throw DeviceError.missing(key, in: node, at: path) }
    return child
  }

  func text(_ key: String) throws -> String { try Self.text(required(key), at: keyPath(key)) }

  func texts(_ key: String) throws -> [String] {
    guard let list = child(key) else { return [] }
    guard case .sequence(let items) = list.content else { throw DeviceError.notA("a list", list, at: keyPath(key)) }
    return try items.map { try Self.text($0, at: keyPath(key)) }
  }

  /// One word of an enumeration.
  func word<Word: RawRepresentable & CaseIterable>(_ key: String) throws -> Word where Word.RawValue == String {
    try Self.word(required(key), key, at: keyPath(key))
  }

  static func word<Word: RawRepresentable & CaseIterable>(_ node: DeviceNode, _ kind: String, at path: String) throws
    -> Word
  where Word.RawValue == String {
    let text = try text(node, at: path)
    guard let word = Word(rawValue: text) else {
      throw DeviceError.unknown(kind, text, known: Word.allCases.map(\.rawValue), node, at: path)
    }
    return word
  }

  static func text(_ node: DeviceNode, at path: String) throws -> String {
    guard case .scalar(let text) = node.content else { throw DeviceError.notA("text", node, at: path) }
    return text
  }

  static func number(_ node: DeviceNode, _ key: String, at path: String) throws -> Double {
    guard case .scalar(let text) = node.content, let number = Double(text), number.isFinite else {
      throw DeviceError.notA("a number for '\(key)'", node, at: path)
    }
    guard number >= 0 else { throw DeviceError.negative(key, number, node, at: path) }
    return number
  }
}
