import Foundation
import Testbed
import Testing

/// The built `cora`, run in a directory of the test's own.
final class CoraCommand {
  let directory: String
  private let program: String

  init() throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    program = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("cora").path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw TestbedError("\(program) is not built: 'swift build' makes it")
    }
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("cora-command-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Runs `cora` with the words; `input` is a file for its standard input, `output` one for what it prints, `environment`
  /// variables to change.
  func run(
    _ words: [String], input: String = "/dev/null", output: String? = nil, environment: [String] = []
  ) throws -> CommandResult {
    let redirection = "exec \"$@\" < '\(input)'" + (output.map { " > '\($0)'" } ?? "")
    let script = "cd '\(directory)' && \(redirection)"
    return try Command.run(["sh", "-c", script, "sh", "/usr/bin/env"] + environment + [program] + words, timeout: 120)
  }

  /// Runs `cora`, expects success and returns what it printed.
  @discardableResult
  func succeed(
    _ words: [String], input: String = "/dev/null", at place: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try run(words, input: input)
    #expect(result.status == 0, "\(result)", sourceLocation: place)
    #expect(result.errors == "", sourceLocation: place)
    return result.output
  }

  /// Runs `cora`, and expects it to fail: with this status, nothing on standard output, and all of `words` on standard error.
  func fail(
    _ arguments: [String], status: Int32, saying words: [String], environment: [String] = [],
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let result = try run(arguments, environment: environment)
    #expect(result.status == status, "\(result)", sourceLocation: place)
    #expect(result.output == "", sourceLocation: place)
    for word in words { #expect(result.errors.contains(word), "\(result.errors)", sourceLocation: place) }
    let doubled = result.errors.split(separator: "\n").contains { $0.components(separatedBy: "error: ").count > 2 }
    #expect(!doubled, "\(result.errors)", sourceLocation: place)
  }

  func path(_ name: String) -> String { directory + "/" + name }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
  var files: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted() }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  /// A program of the library.
  static func source(_ name: String) -> String {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appendingPathComponent("NFPrograms/\(name).nf").path
  }
}
