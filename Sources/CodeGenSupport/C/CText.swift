/// C source text under construction: lines with two spaces of indentation per level.
public struct CText: Sendable {
  public private(set) var text = ""
  public internal(set) var level = 0

  public init(level: Int = 0) { self.level = level }

  /// Appends one line, indented; an empty one stays empty.
  public mutating func line(_ line: String = "") {
    if !line.isEmpty { text += String(repeating: "  ", count: level) + line }
    text += "\n"
  }

  /// Appends text of several lines, each indented.
  public mutating func lines(_ lines: String) {
    for line in lines.split(separator: "\n", omittingEmptySubsequences: false) { self.line(String(line)) }
  }

  /// Appends a line that opens a scope, such as `if (x) {`.
  public mutating func open(_ line: String) {
    self.line(line)
    level += 1
  }

  /// Closes a scope.
  public mutating func close(_ line: String = "}") {
    level = max(0, level - 1)
    self.line(line)
  }

  /// Appends a label, one level out, such as `found:;`: the semicolon lets a declaration follow.
  public mutating func label(_ name: String) {
    text += String(repeating: "  ", count: max(0, level - 1)) + " \(name):;\n"
  }
}
