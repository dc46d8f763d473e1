import ArgumentParser
import Glibc
import Logging
import Runtime

@main
struct Corad: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corad",
    abstract: "Runs a bundle: its NIC half on the ports' interfaces, its host half on DPDK.",
    discussion: """
      SIGTERM and SIGINT end it; it then leaves no program, pin, socket or file behind. 'cora status' talks to it.
      Exit status: 0 ended by a signal, 1 failed, 2 misused.
      """)

  @Option(help: "The bundle's directory, made by 'cora compile'.")
  var bundle: String

  @Option(help: "The configuration, YAML; docs/operations.md is its reference.")
  var config: String

  @Flag(help: "Check bundle and configuration, and end.")
  var check = false

  @Argument(parsing: .postTerminator, help: "Arguments for DPDK's environment, after '--'.")
  var eal: [String] = []

  static func main() {
    // Before any thread is there, so that all inherit the mask.
    Signals.block()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as DaemonError {
      Self.complain(error)
      Glibc.exit(error.fault.rawValue)
    } catch {
      // ArgumentParser's own status for misuse is 64; ours is 2.
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      let bytes = Array((text + "\n").utf8)
      if !text.isEmpty { _ = write(code == .success ? 1 : 2, bytes, bytes.count) }
      Glibc.exit(code == .success ? 0 : 2)
    }
  }

  func run() throws {
    let level = try Daemon.logLevel(configurationFile: config)
    let log = Logger(label: "corad") { _ in LineLogHandler(level: level) }
    let daemon = try Daemon(
      bundle: bundle, configurationFile: config, opener: DPDKOpener(extra: eal), log: log)
    if check { return print("\(bundle): good for '\(daemon.instance)'") }
    try daemon.start()
    Self.serve(daemon, log)
    daemon.stop()
  }

  /// Waits for the signal that ends the daemon, and writes the status file meanwhile.
  private static func serve(_ daemon: Daemon, _ log: Logger) {
    var complained = false
    while true {
      if let signal = Signals.wait(nanoseconds: daemon.statusIntervalNanoseconds) {
        log.notice("ends on \(signal == SIGTERM ? "SIGTERM" : "SIGINT")")
        return
      }
      do {
        try daemon.writeStatus()
        complained = false
      } catch {
        if !complained { log.error("\(error)") }
        complained = true
      }
    }
  }

  private static func complain(_ error: DaemonError) {
    let bytes = Array("corad: \(error.description)\n".utf8)
    _ = write(2, bytes, bytes.count)
  }
}
