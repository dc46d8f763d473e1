public import Logging
import Bundle
import DataPlane
import Halves
import Plan

/// A deployed bundle: made, started, asked and stopped by `corad`. `start` either succeeds or leaves nothing behind.
public final class Daemon {
  let bundle: Bundle
  let layout: ProgramLayout
  let configuration: DaemonConfiguration
  let configurationFile: String
  let opener: any PortOpener
  let log: Logger
  let teardown = Teardown()
  let mailbox = Mailbox()
  let began = Clock.now

  public let instance: String
  var bindings: [PortBinding]
  var opened: [OpenedPort] = []
  var pins: PinDirectory?
  var nic: NICDeployment?
  var notes: [String] = []
  var assembly: StatusAssembly?
  var desk: ControlDesk?
  var statusFile: StatusFile?

  /// Reads and checks what is on disk; touches nothing yet.
  public init(
    bundle directory: String, configurationFile file: String, opener: any PortOpener, log: Logger
  ) throws(DaemonError) {
    do {
      configuration = try DaemonConfiguration(file: file)
      bundle = try Bundle(opening: directory)
      layout = try bundle.decode(ProgramLayout.self, from: .layout)
      bindings = try PortBinding.bind(configuration, to: layout, file: file)
    } catch {
      throw DaemonError(error)
    }
    guard layout.programDigest == bundle.plan.programDigest else {
      throw .failed("\(directory): its plan and its layout are of different programs")
    }
    guard layout.ports.count <= Burst.mostPorts else {
      throw .failed("\(directory): \(layout.ports.count) ports; this daemon serves \(Burst.mostPorts) at most")
    }
    configurationFile = file
    self.opener = opener
    self.log = log
    instance = configuration.instance ?? Self.instanceName(layout.program)
  }

  /// The program's name in lower case, cut to what an instance's name may be.
  static func instanceName(_ program: String) -> String {
    let name = String(program.lowercased().filter { DaemonConfiguration.isName(String($0)) }.prefix(32))
    return name.isEmpty ? "cora" : name
  }

  /// Where the daemon answers.
  public var socketPath: String { configuration.socketPath ?? DaemonProtocol.socketPath(instance: instance) }

  /// Stops packets, then undoes the start, last step first. Safe to call again.
  public func stop() {
    teardown.run { [log] in log.debug("undoing: \($0)") }
  }

  func note(_ text: String) {
    notes.append(text)
    log.warning("\(text)")
  }
}

/// A port in service.
struct OpenedPort {
  enum Driver: String { case afXDP = "af_xdp", afPacket = "af_packet", pcap, ring }

  var port: any Port
  var driver: Driver
  var interface: Interface?
  /// Where DPDK's AF_XDP port attached our program.
  var plate: PortPlate?
}

extension Daemon {
  /// The log level that a configuration asks for, before anything else of it is used.
  public static func logLevel(configurationFile file: String) throws(DaemonError) -> Logger.Level {
    do {
      switch try DaemonConfiguration(file: file).log {
      case .debug: return .debug
      case .info: return .info
      case .warning: return .warning
      case .error: return .error
      }
    } catch {
      throw DaemonError(error)
    }
  }
}
