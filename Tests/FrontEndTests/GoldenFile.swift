import Diagnostics
import Foundation
import Testing

/// Where the cases and the shipped programs lie.
enum TestFiles {
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Cases")
  static let programs = package.appending(path: "NFPrograms")

  /// Reads what a case imports, by paths relative to the case.
  static func imports(of file: URL) -> (String) -> SourceFile? {
    let directory = file.deletingLastPathComponent()
    return { path in
      (try? Data(contentsOf: directory.appending(path: path))).map { SourceFile(path: path, bytes: $0) }
    }
  }

  /// The `.nf` files of a directory, by name.
  static func sources(in directory: URL) -> [URL] {
    let all = (try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)) ?? []
    return all.filter { $0.pathExtension == "nf" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
  }
}

/// Expected output beside its case. A missing file is written and fails; `CORA_ACCEPT=1` renews all.
enum GoldenFile {
  static func expect(_ observed: String, equals file: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let observedFile = file.deletingPathExtension().appendingPathExtension("observed")
    try? FileManager.default.removeItem(at: observedFile)
    if ProcessInfo.processInfo.environment["CORA_ACCEPT"] == "1" {
      return try observed.write(to: file, atomically: true, encoding: .utf8)
    }
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      try observed.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.path) was missing and is written now: read it", sourceLocation: sourceLocation)
      return
    }
    if observed == expected { return }
    try observed.write(to: observedFile, atomically: true, encoding: .utf8)
    Issue.record(
      """
      \(observedFile.path) differs from \(file.lastPathComponent):
      \(firstDifference(observed, expected))
      accept it by: CORA_ACCEPT=1 swift test --filter FrontEndTests
      """, sourceLocation: sourceLocation)
  }

  private static func firstDifference(_ observed: String, _ expected: String) -> String {
    let left = observed.split(separator: "\n", omittingEmptySubsequences: false)
    let right = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(left, right).prefix { $0 == $1 }.count
    func shown(_ lines: [Substring]) -> Substring { line < lines.count ? lines[line] : "(the end)" }
    return "line \(line + 1): expected '\(shown(right))', observed '\(shown(left))'"
  }
}
