import Driver
import Foundation
import Plan

/// A bundle that `corad` runs between the client and the server of a testbed.
public final class DeployedNF {
  public let instance: String
  /// Path of the daemon's control socket.
  public let socket: String
  private let daemon: BackgroundProcess
  private let client: DaemonClient
  private let directory: URL

  public struct Options: Sendable {
    /// `auto`, `af_xdp` or `af_packet`.
    public var driver = "auto"
    /// The processor the worker is pinned to; nil leaves the choice to the daemon.
    public var core: Int?
    public var idle = "adaptive"
    /// What the program calls its ports towards the client and the server.
    public var ports = (inside: "inside", outside: "outside")
    /// What it calls its port towards the testbed's listener; nil for a program that has none.
    public var listenerPort: String?
    /// More of the configuration, in YAML.
    public var extra = ""
    public init() {}
  }

  /// Starts the daemon and waits until packets flow.
  ///
  /// - Parameter corad: path of the daemon.
  public init(_ bundle: String, on testbed: Testbed, instance: String, corad: String, options: Options = Options()) throws {
    self.instance = instance
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("cora-nf-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    socket = directory.appendingPathComponent("control.sock").path
    let file = directory.appendingPathComponent("corad.yaml")
    try Self.configuration(testbed, instance, socket, options).write(to: file, atomically: true, encoding: .utf8)
    client = DaemonClient(socket)
    daemon = try BackgroundProcess([corad, "--bundle", bundle, "--config", file.path])
    let (daemon, client) = (daemon, client)
    let isUp = BackgroundProcess.await(timeout: 60) { !daemon.isRunning || (try? client.status())?.running == true }
    guard isUp, daemon.isRunning else {
      let result = daemon.stop()
      throw TestbedError("corad does not run (\(result.status)): \(result.errors)\(result.output)")
    }
  }

  deinit {
    daemon.stop()
    try? FileManager.default.removeItem(at: directory)
  }

  public var isRunning: Bool { daemon.isRunning }
  public var processID: Int32 { daemon.processID }
  /// What the daemon said so far.
  public var log: String { daemon.errors + daemon.output }

  public func status() throws -> DaemonStatus { try client.status() }

  /// Waits until the counters stand still, so that packets under way are counted.
  public func settledStatus() throws -> DaemonStatus {
    var last = try status()
    for _ in 0..<50 {
      usleep(100_000)
      let next = try status()
      if next.packets == last.packets { return next }
      last = next
    }
    return last
  }

  /// Ends the daemon by SIGTERM.
  @discardableResult
  public func stop() -> CommandResult { daemon.stop() }

  private static func listenerPort(_ testbed: Testbed, _ options: Options) -> String {
    guard let port = options.listenerPort, let listener = testbed.listener else { return "" }
    return "  - {name: \(port), interface: \(listener.interface), driver: \(options.driver)}\n"
  }

  private static func configuration(
    _ testbed: Testbed, _ instance: String, _ socket: String, _ options: Options
  ) -> String {
    """
    instance: \(instance)
    socket: \(socket)
    ports:
      - {name: \(options.ports.inside), interface: \(testbed.inside), driver: \(options.driver)}
      - {name: \(options.ports.outside), interface: \(testbed.outside), driver: \(options.driver)}
    \(listenerPort(testbed, options))\(options.core.map { "core: \($0)\n" } ?? "")idle: \(options.idle)
    \(options.extra)
    """
  }
}
