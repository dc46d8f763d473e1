import Foundation

/// How a child ended, and what it said.
struct ChildResult {
  enum End: Equatable {
    case exit(Int32)
    case signal(Int32)
    /// It was killed because its time was up.
    case timeOut
  }
  var end: End
  var output: String
  var errors: String

  var hasFailed: Bool { end != .exit(0) }

  /// It was ended for the time it took; to try that again and again would take too long.
  var ranTooLong: Bool { end == .timeOut || end == .signal(SIGVTALRM) }

  /// For people.
  var reason: String {
    switch end {
    case .exit(let status): "status \(status)"
    case .signal(SIGVTALRM): "it ran for more than \(Worker.patience) s: an endless loop"
    case .signal(let signal): String(cString: strsignal(signal))
    case .timeOut: "it did not come to an end"
    }
  }
}

/// Runs this program again with other arguments.
enum ChildProcess {
  static func run(_ arguments: [String], timeout: Double) throws -> ChildResult {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("cora-fuzz-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let child = try spawn(arguments, output: directory + "/out", errors: directory + "/err")
    let end = wait(child, timeout)
    return ChildResult(end: end, output: text(directory + "/out"), errors: text(directory + "/err"))
  }

  private static func spawn(_ arguments: [String], output: String, errors: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // A backtrace of a trap takes seconds; the input is what matters.
    var words: [UnsafeMutablePointer<CChar>?] = (["cora-fuzz"] + arguments).map { strdup($0) } + [nil]
    let kept = ProcessInfo.processInfo.environment.filter { $0.key != "SWIFT_BACKTRACE" }
    var environment: [UnsafeMutablePointer<CChar>?] =
      kept.map { strdup("\($0.key)=\($0.value)") } + [strdup("SWIFT_BACKTRACE=enable=no"), nil]
    defer { (words + environment).forEach { free($0) } }
    var child: pid_t = 0
    guard posix_spawn(&child, "/proc/self/exe", &actions, nil, &words, &environment) == 0 else {
      throw FuzzError("a child process cannot be started")
    }
    return child
  }

  private static func wait(_ child: pid_t, _ timeout: Double) -> ChildResult.End {
    let end = Date(timeIntervalSinceNow: timeout)
    var status: Int32 = 0
    while waitpid(child, &status, WNOHANG) == 0 {
      if Date() > end {
        kill(child, SIGKILL)
        waitpid(child, &status, 0)
        return .timeOut
      }
      usleep(5_000)
    }
    let signal = status & 0x7f
    return signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
