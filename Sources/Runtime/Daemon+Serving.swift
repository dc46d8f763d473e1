import Bundle
import DataPlane
import Glibc
import Plan

extension Daemon {
  /// Starts to answer on the socket and to write the status file.
  func serve() throws(DaemonError) {
    let assembly = StatusAssembly(
      frame: statusFrame(), layout: layout, cuts: bundle.plan.cuts, cyclesPerSecond: Clock.cyclesPerSecond())
    self.assembly = assembly
    if let path = configuration.statusFile {
      let file = StatusFile(path: path)
      statusFile = file
      teardown.add("status file") { unlink(path) }
    }
    let desk = ControlDesk(mailbox: mailbox, assembly: assembly, nic: nic?.counterReader(cutCount: bundle.plan.cuts.count), began: began)
    self.desk = desk
    let server = try ControlServer(path: socketPath) { desk.answer($0) }
    teardown.add("control socket") { server.stop() }
    // Who gets an answer is told of a daemon whose start is complete.
    try writeStatus()
    try server.start()
  }

  private func statusFrame() -> DaemonStatus {
    var frame = DaemonStatus(
      instance: instance, process: getpid(), program: layout.program, programDigest: layout.programDigest,
      target: bundle.plan.target, strategy: bundle.plan.strategy, offloads: bundle.plan.offloads)
    frame.ports = opened.map { opened in
      DaemonStatus.Port(
        name: opened.port.name, interface: opened.interface?.name ?? "", driver: opened.driver.rawValue,
        xdpMode: xdpMode(opened))
    }
    frame.predicted = DaemonStatus.Predicted(from: bundle)
    frame.notes = notes
    return frame
  }

  private func xdpMode(_ opened: OpenedPort) -> String {
    opened.interface.flatMap(AttachedProgram.init(on:))?.mode.rawValue ?? "none"
  }

  /// The status now; nil when the worker does not answer.
  public func status() -> DaemonStatus? { desk?.status() }

  /// Writes the status file, if the configuration has one.
  public func writeStatus() throws(DaemonError) {
    guard let statusFile, let status = status() else { return }
    guard let line = try? DaemonProtocol.line(status) else { throw .failed("the status cannot be encoded") }
    try statusFile.write(line)
  }

  /// Nanoseconds between two writings of the status file.
  public var statusIntervalNanoseconds: UInt64 { configuration.statusIntervalNanoseconds }
}
