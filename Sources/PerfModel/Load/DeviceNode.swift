import Yams

/// A parsed YAML node that knows its file and line, so that overlaid files still give exact places.
struct DeviceNode: Sendable {
  var file: String
  var line: Int
  var content: Content

  enum Content: Sendable {
    case scalar(String)
    case mapping([Pair])
    case sequence([DeviceNode])
  }

  struct Pair: Sendable {
    var key: String
    var value: DeviceNode
  }

  var isMapping: Bool { if case .mapping = content { true } else { false } }

  subscript(key: String) -> DeviceNode? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  /// This node with another one's changes: mappings merge key by key, anything else is replaced.
  func overlaid(by other: DeviceNode) -> DeviceNode {
    guard case .mapping(var pairs) = content, case .mapping(let changes) = other.content, !isPrice(unlike: other) else {
      return other
    }
    for change in changes {
      if let index = pairs.firstIndex(where: { $0.key == change.key }) {
        pairs[index].value = pairs[index].value.overlaid(by: change.value)
      } else {
        pairs.append(change)
      }
    }
    return DeviceNode(file: other.file, line: other.line, content: .mapping(pairs))
  }

  /// Whether both are prices, of different forms: one number, a curve, or cached and missed. Their keys do not mix.
  private func isPrice(unlike other: DeviceNode) -> Bool {
    let forms = ["value", "points", "cached"]
    guard forms.contains(where: { self[$0] != nil }), let theirs = forms.first(where: { other[$0] != nil }) else { return false }
    return self[theirs] == nil
  }

  func removing(_ key: String) -> DeviceNode {
    guard case .mapping(let pairs) = content else { return self }
    return DeviceNode(file: file, line: line, content: .mapping(pairs.filter { $0.key != key }))
  }
}

extension DeviceNode {
  /// Device files are some kilobytes; more than this is a mistake.
  static let mostBytes = 1 << 20

  /// Parses YAML text. Throws `DeviceError` for text that is not YAML or holds anything but strings, maps and lists.
  init(parsing text: String, file: String) throws {
    guard text.utf8.count <= Self.mostBytes else { throw DeviceError.wholeFile(file, "larger than 1 MiB") }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw DeviceError(error, file: file)
    }
    guard let node else { throw DeviceError.wholeFile(file, "is empty") }
    var budget = Self.mostNodes
    self = try DeviceNode(node, file: file, budget: &budget)
  }

  /// Aliases multiply nodes; this bounds what a small file can grow to.
  private static let mostNodes = 100_000

  private init(_ node: Node, file: String, budget: inout Int) throws {
    budget -= 1
    guard budget > 0 else { throw DeviceError.wholeFile(file, "has more than 100,000 nodes") }
    self.file = file
    line = node.mark?.line ?? 0
    switch node {
    case .scalar(let scalar): content = .scalar(scalar.string)
    case .sequence(let sequence):
      var children: [DeviceNode] = []
      for child in sequence { children.append(try DeviceNode(child, file: file, budget: &budget)) }
      content = .sequence(children)
    case .mapping(let mapping):
      var pairs: [Pair] = []
      for (key, value) in mapping {
        guard let name = key.scalar?.string else {
          throw DeviceError(file: file, line: key.mark?.line ?? line, keyPath: "", message: "a key is not a word")
        }
        pairs.append(Pair(key: name, value: try DeviceNode(value, file: file, budget: &budget)))
      }
      content = .mapping(pairs)
    case .alias(let alias):
      throw DeviceError(file: file, line: alias.mark?.line ?? 0, keyPath: "", message: "alias without an anchor")
    }
  }
}

extension DeviceError {
  fileprivate init(_ error: YamlError, file: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(file: file, line: mark.line, keyPath: "", message: problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.sorted().joined(separator: ", ")
      self.init(file: file, line: context.mark.line, keyPath: "", message: "key given twice: \(names)")
    default:
      self.init(file: file, line: 0, keyPath: "", message: "is not YAML: \(error)")
    }
  }
}
