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
///
/// Spawned and waited for directly: Foundation's `Process` learns of an end by a run loop, seconds late in a test.
public final class BackgroundProcess: @unchecked Sendable {
  public let words: [String]
  public let processID: pid_t
  private let directory: URL
  private let lock = NSLock()
  private var status: Int32?

  public init(_ words: [String]) throws {
    self.words = words
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("cora-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    processID = try Self.spawn(words, directory)
  }

  deinit {
    signal(SIGKILL)
    wait(timeout: 5)
    try? FileManager.default.removeItem(at: directory)
  }

  public var isRunning: Bool { exitStatus() == nil }
  public var output: String { text("out") }
  public var errors: String { text("err") }

  public func signal(_ number: Int32) {
    if isRunning { kill(processID, number) }
  }

  /// Waits for the end; kills the process when `timeout` seconds have passed.
  @discardableResult
  public func wait(timeout: Double = 60) -> CommandResult {
    if !Self.await(timeout: timeout, { !isRunning }) {
      kill(processID, SIGKILL)
      while isRunning { usleep(1_000) }
    }
    return CommandResult(status: exitStatus() ?? -1, output: output, errors: errors)
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
    var pause: UInt32 = 1_000
    while Date() < deadline {
      if try condition() { return true }
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
    return try condition()
  }

  /// The exit status, or 128 + the signal that ended it; nil while it runs.
  private func exitStatus() -> Int32? {
    lock.lock()
    defer { lock.unlock() }
    if status == nil {
      var raw: Int32 = 0
      guard waitpid(processID, &raw, WNOHANG) == processID else { return nil }
      status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
    }
    return status
  }

  private func text(_ name: String) -> String {
    (try? String(decoding: Data(contentsOf: directory.appendingPathComponent(name)), as: UTF8.self)) ?? ""
  }

  private static func spawn(_ words: [String], _ directory: URL) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let create = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, directory.appendingPathComponent("out").path, create, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, directory.appendingPathComponent("err").path, create, 0o644)
    var attributes = Self.defaultSignals()
    defer { posix_spawnattr_destroy(&attributes) }
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var processID: pid_t = 0
    let error = posix_spawnp(&processID, words[0], &actions, &attributes, &arguments, environ)
    guard error == 0 else {
      throw TestbedError("'\(words.joined(separator: " "))' cannot be started: \(String(cString: strerror(error)))")
    }
    return processID
  }

  /// No signal blocked or ignored: a test runner's threads block some, and a child would inherit that and never end.
  private static func defaultSignals() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    var none = sigset_t(), all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    return attributes
  }
}
