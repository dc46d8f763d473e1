import Yams

/// One node of a profile's YAML, which knows where it stands, and reads itself strictly.
struct ProfileNode {
  var node: Node
  var file: String
  /// The key it stands under, for messages.
  var name: String

  func error(_ reason: String) -> ProfileError {
    ProfileError(file: file, line: node.mark?.line, reason: reason)
  }

  /// The mapping's entries in order; an error when the node is something else.
  func entries() throws(ProfileError) -> [(key: ProfileNode, value: ProfileNode)] {
    guard case .mapping(let mapping) = node else { throw error("\(name) must be a mapping") }
    return mapping.map { key, value in
      let shown = key.scalar?.string ?? "?"
      return (ProfileNode(node: key, file: file, name: shown), ProfileNode(node: value, file: file, name: shown))
    }
  }

  /// The mapping's values by key; an error when a key is not one of `known`.
  func fields(_ known: [String]) throws(ProfileError) -> ProfileFields {
    var values: [String: ProfileNode] = [:]
    for (key, value) in try entries() {
      guard known.contains(key.name) else {
        throw key.error("unknown key '\(key.name)' in \(name); expected one of: \(known.joined(separator: ", "))")
      }
      values[key.name] = value
    }
    return ProfileFields(parent: self, values: values)
  }

  func text() throws(ProfileError) -> String {
    guard case .scalar(let scalar) = node else { throw error("\(name) must be a text") }
    return scalar.string
  }

  /// A finite number from 0 to `most`.
  func number(atMost most: Double = 1e18) throws(ProfileError) -> Double {
    guard case .scalar(let scalar) = node, let value = Double(scalar.string), value.isFinite else {
      throw error("\(name) must be a number")
    }
    guard value >= 0 else { throw error("\(name) must not be negative, it is \(scalar.string)") }
    guard value <= most else { throw error("\(name) must be at most \(most.shortest), it is \(scalar.string)") }
    return value
  }

  /// A whole number from 0 to `most`.
  func integer(atMost most: Int = 1 << 53) throws(ProfileError) -> Int {
    let value = try number(atMost: Double(most))
    guard value == value.rounded() else { throw error("\(name) must be a whole number, it is \(value)") }
    return Int(value)
  }
}

/// The known keys that a mapping has.
struct ProfileFields {
  var parent: ProfileNode
  var values: [String: ProfileNode]

  /// The value of a key that must be there.
  func callAsFunction(_ key: String) throws(ProfileError) -> ProfileNode {
    guard let value = values[key] else { throw parent.error("\(parent.name) lacks the key '\(key)'") }
    return value
  }

  /// The value of a key that may be missing.
  subscript(_ key: String) -> ProfileNode? { values[key] }
}

extension Double {
  /// The shortest text that reads back to the same value, without a fraction when there is none.
  var shortest: String {
    self == rounded() && abs(self) < 1e15 ? String(Int(self)) : "\(self)"
  }
}
