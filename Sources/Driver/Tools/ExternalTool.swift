import Foundation

/// A program that Cora calls, found on `PATH`.
struct ExternalTool {
  let path: String

  /// Finds `name`, or fails with what to do about it.
  init(_ name: String, hint: String) throws(DriverError) {
    let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found = directories.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { throw DriverError("'\(name)' is not on PATH; \(hint)") }
    path = found
  }

  /// Runs it in `directory` and returns what it wrote to standard error; a failure carries that text.
  @discardableResult
  func run(_ arguments: [String], in directory: String) throws(DriverError) -> String {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw DriverError("\(path) cannot be started: \(error.localizedDescription)")
    }
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw DriverError("\(path) \(arguments.joined(separator: " ")) failed:\n\(text)")
    }
    return text
  }
}
