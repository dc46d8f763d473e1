import Foundation

/// The repository's root, from where this file stands.
let repositoryRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

extension String {
  init(contentsOfRepositoryFile path: String) throws {
    self = try String(contentsOf: repositoryRoot.appendingPathComponent(path), encoding: .utf8)
  }
}
