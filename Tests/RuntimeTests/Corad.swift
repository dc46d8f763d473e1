import Foundation
import Testbed
import Testing

/// The daemon as it was built beside the tests, and a directory for what it reads and writes.
final class Corad {
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "cora-test-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  static func path() throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let path = URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: "corad").path
    try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) is not built")
    return path
  }

  func file(_ name: String) -> String { directory.appending(path: name).path }

  /// Writes a configuration; returns its path.
  func configuration(_ text: String) throws -> String {
    try text.write(toFile: file("corad.yaml"), atomically: true, encoding: .utf8)
    return file("corad.yaml")
  }

  /// The command that runs the bundle with this configuration.
  func words(_ bundle: String, _ configuration: String) throws -> [String] {
    [try Self.path(), "--bundle", bundle, "--config", try self.configuration(configuration)]
  }

  /// Starts the daemon and waits for its socket.
  func start(_ words: [String], socket: String) throws -> BackgroundProcess {
    let daemon = try BackgroundProcess(words)
    let isUp = BackgroundProcess.await(timeout: 60) { !daemon.isRunning || access(socket, F_OK) == 0 }
    try #require(isUp && daemon.isRunning, "corad does not run: \(daemon.errors)")
    return daemon
  }
}

/// What a daemon may not leave behind.
struct Traces: Equatable, CustomStringConvertible {
  var found: [String] = []
  var description: String { found.joined(separator: ", ") }

  /// Looks for everything of an instance, and for XDP programs on interfaces.
  init(instance: String, interfaces: [String] = []) throws {
    for path in [
      "/run/cora/\(instance).sock", "/run/cora/\(instance).lock", "/sys/fs/bpf/cora/\(instance)",
      "/var/run/dpdk/cora-\(instance)", "/tmp/dpdk/cora-\(instance)",
    ] where FileManager.default.fileExists(atPath: path) { found.append(path) }
    for interface in interfaces {
      let text = try Command.run(["ip", "-details", "link", "show", "dev", interface]).output
      if text.contains("xdp") { found.append("XDP on \(interface)") }
    }
  }
}
