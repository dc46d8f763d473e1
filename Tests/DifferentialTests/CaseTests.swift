import Agreement
import Foundation
import Testing

/// Steps that once told an execution from the interpreter, as `Finding` wrote them. The executions run each under
/// plans of the subject that its file's name begins with.
@Suite struct CaseTests {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Cases")
  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
    .filter { $0.hasSuffix(".steps") }.sorted()
  static let subjects = Subject.library + Subject.library.map(\.small) + Subject.variants

  /// The subject whose identifier is the longest beginning of the file's name.
  private static func subject(_ file: String) throws -> Subject {
    let fitting = subjects.filter { file.hasPrefix($0.identifier + "-") }
    return try #require(fitting.max { $0.identifier.count < $1.identifier.count }, "\(file) names no subject")
  }

  private static func steps(_ file: String) throws -> [Step] {
    let text = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
    return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      try #require(Step($0), "\(file): not a step: \($0)")
    }
  }

  @Test(arguments: files)
  func onTheHost(_ file: String) throws {
    let built = try Workshop.bundle(Self.subject(file), .planner(.hostOnly))
    _ = try Comparison(built: built, what: "host alone") { try HostExecution($0) }.run(Self.steps(file))
  }

  @Test(.enabled(if: NICAccess.isGranted, Comment(rawValue: NICAccess.reason)), arguments: files)
  func onBothHalves(_ file: String) throws {
    let subject = try Self.subject(file)
    for deployment in try Deployment.all(of: subject) where deployment.site == .pair {
      let built = try Workshop.bundle(subject, deployment.kind)
      let comparison = Comparison(built: built, what: "both halves") { try deployment.makeExecution($0) }
      #expect(try comparison.run(Self.steps(file)).failed == 0)
    }
  }
}
