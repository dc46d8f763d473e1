/// A mistake in a device file: where, in which number, and what is wrong.
public struct DeviceError: Error, Hashable, Sendable, CustomStringConvertible {
  public var file: String
  /// One-based; 0 when the file as a whole is meant.
  public var line: Int
  /// Keys from the top to the mistake, joined by dots; empty at the top.
  public var keyPath: String
  public var message: String

  public init(file: String, line: Int, keyPath: String, message: String) {
    self.file = file
    self.line = line
    self.keyPath = keyPath
    self.message = message
  }

  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return keyPath.isEmpty ? "\(place): error: \(message)" : "\(place): error: \(keyPath): \(message)"
  }
}

extension DeviceError {
  static func missing(_ key: String, in node: DeviceNode, at path: String) -> DeviceError {
    DeviceError(file: node.file, line: node.line, keyPath: path, message: "'\(key)' is missing")
  }

  static func unknownKey(_ key: String, among known: [String], in node: DeviceNode, at path: String) -> DeviceError {
    DeviceError(
      file: node.file, line: node.line, keyPath: path,
      message: "unknown key '\(key)'; known: \(known.joined(separator: ", "))")
  }

  static func notA(_ kind: String, _ node: DeviceNode, at path: String) -> DeviceError {
    DeviceError(file: node.file, line: node.line, keyPath: path, message: "expected \(kind)")
  }

  static func negative(_ key: String, _ value: Double, _ node: DeviceNode, at path: String) -> DeviceError {
    DeviceError(
      file: node.file, line: node.line, keyPath: path, message: "\(key) is \(value); a number here is not negative")
  }

  static func outOfOrder(_ estimate: Estimate, _ node: DeviceNode, at path: String) -> DeviceError {
    DeviceError(
      file: node.file, line: node.line, keyPath: path,
      message: "low \(estimate.low), value \(estimate.value), high \(estimate.high) are not in order")
  }

  static func unit(_ found: Unit, allowed: [Unit], _ node: DeviceNode, at path: String) -> DeviceError {
    DeviceError(
      file: node.file, line: node.line, keyPath: path,
      message: "unit '\(found.rawValue)' does not fit; allowed: \(allowed.map(\.rawValue).joined(separator: ", "))")
  }

  static func source(_ text: String, _ node: DeviceNode, at path: String) -> DeviceError {
    DeviceError(
      file: node.file, line: node.line, keyPath: path,
      message: "source '\(text)' does not begin with its provenance: [M], [S], [D] or [P]")
  }

  static func unknown(_ kind: String, _ word: String, known: [String], _ node: DeviceNode, at path: String)
    -> DeviceError
  {
    DeviceError(
      file: node.file, line: node.line, keyPath: path,
      message: "unknown \(kind) '\(word)'; known: \(known.joined(separator: ", "))")
  }

  static func contradiction(_ message: String, _ node: DeviceNode, at path: String) -> DeviceError {
    DeviceError(file: node.file, line: node.line, keyPath: path, message: message)
  }

  static func wholeFile(_ file: String, _ message: String) -> DeviceError {
    DeviceError(file: file, line: 0, keyPath: "", message: message)
  }
}
