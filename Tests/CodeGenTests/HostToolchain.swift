import Foundation

/// Runs the C compiler and what it makes, in a directory of its own that is removed with the value's last use.
struct HostToolchain {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The directory of this file's test cases.
  static let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Cases/host")
  /// The library of programs.
  static let programs = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "NFPrograms")
  /// Where the headers of the generated half lie in the package.
  static let headers = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/CodeGenHostC/Runtime")

  /// Calls `body` with a fresh directory, and removes it.
  static func inScratch<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "cora-host-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    return try body(scratch)
  }

  /// Runs a command found on PATH; its output, or a failure with it when it does not exit with 0.
  @discardableResult
  static func run(_ command: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(command.joined(separator: " ")): exit \(process.terminationStatus)\n\(text)")
    }
    return text
  }
}
