import Foundation

/// What an external command answered.
public struct CommandResult: Sendable {
  public var status: Int32
  public var output: String
  public var errors: String
  public var succeeded: Bool { status == 0 }
}

/// A command that could not be run, or failed where it must not.
public struct TestbedError: Error, CustomStringConvertible, Sendable {
  public var description: String
  public init(_ description: String) { self.description = description }
}

/// External commands, found on `PATH`.
public enum Command {
  /// Runs a command to its end, or kills it after `timeout` seconds.
  public static func run(_ words: [String], timeout: Double = 60) throws -> CommandResult {
    let process = try BackgroundProcess(words)
    return process.wait(timeout: timeout)
  }

  /// Runs a command that has to succeed; the error says what it printed.
  @discardableResult
  public static func require(_ words: [String], timeout: Double = 60) throws -> String {
    let result = try run(words, timeout: timeout)
    guard result.succeeded else {
      throw TestbedError("'\(words.joined(separator: " "))' failed (\(result.status)): \(result.errors)\(result.output)")
    }
    return result.output
  }
}

/// A running command, its output collected in files so that it never blocks on a pipe.
public final class BackgroundProcess: @unchecked Sendable {
  private let process = Process()
  private let directory: URL
  public let words: [String]

  public init(_ words: [String], environment: [String: String] = [:]) throws {
    self.words = words
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("cora-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.file(directory.appendingPathComponent("out"))
    process.standardError = try Self.file(directory.appendingPathComponent("err"))
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: directory)
  }

  public var isRunning: Bool { process.isRunning }
  public var processID: Int32 { process.processIdentifier }
  public var output: String { text("out") }
  public var errors: String { text("err") }

  public func signal(_ number: Int32) { if process.isRunning { kill(process.processIdentifier, number) } }

  /// Waits for the end; kills the process when `timeout` seconds have passed.
  @discardableResult
  public func wait(timeout: Double = 60) -> CommandResult {
    let deadline = Date().addingTimeInterval(timeout)
    while process.isRunning && Date() < deadline { usleep(2_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return CommandResult(status: process.terminationStatus, output: output, errors: errors)
  }

  /// Asks it to end, and waits.
  @discardableResult
  public func stop(signal number: Int32 = SIGTERM, timeout: Double = 20) -> CommandResult {
    signal(number)
    return wait(timeout: timeout)
  }

  /// Waits until `condition` holds, at most `timeout` seconds.
  public static func await(timeout: Double, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = Date().addingTimeInterval(timeout)
    while Date() < deadline {
      if try condition() { return true }
      usleep(20_000)
    }
    return try condition()
  }

  private func text(_ name: String) -> String {
    (try? String(decoding: Data(contentsOf: directory.appendingPathComponent(name)), as: UTF8.self)) ?? ""
  }

  private static func file(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
