import Foundation

extension TrafficProfile {
  /// Reads a profile from a file.
  public init(path: String) throws(ProfileError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ProfileError(file: path, line: nil, reason: "cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ProfileError(file: path, line: nil, reason: "is not UTF-8 text")
    }
    try self.init(yaml: text, file: path)
  }
}
