/// Why a file is not a traffic profile: one reason, at one place.
public struct ProfileError: Error, Hashable, Sendable, CustomStringConvertible {
  public var file: String
  /// One-based; nil when the file as a whole is meant.
  public var line: Int?
  public var reason: String

  public init(file: String, line: Int?, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  public var description: String {
    line.map { "\(file):\($0): error: \(reason)" } ?? "\(file): error: \(reason)"
  }
}
