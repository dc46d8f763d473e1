import CNFABI
import DataPlane
import Glibc
import Halves
import Plan

extension Daemon {
  /// Deploys the bundle and lets packets flow. After an error nothing of it is left.
  public func start() throws(DaemonError) {
    do {
      try deploy()
    } catch {
      stop()
      throw DaemonError(error)
    }
  }

  private func deploy() throws {
    let parameters = try configuration.parameterValues(for: layout, file: configurationFile)
    let contents = try configuration.contents(for: layout, file: configurationFile)
    try claim()
    let half = try HostHalf(path: bundle.path(.hostObject), layout: layout, parameters: parameters)
    half.populate()
    for element in contents.elements { try half.configure(element.array, index: element.index, values: element.values) }
    for table in contents.tables { try half.configure(table.table, rows: table.rows) }
    try openPorts()
    try deployNIC(parameters: parameters, contents: contents)
    try startWorker(half)
    try installNIC()
    try serve()
    log.notice("\(layout.program) runs as '\(instance)'")
  }

  /// Makes sure that the instance, its interfaces and the privileges for them are ours.
  private func claim() throws(DaemonError) {
    for index in bindings.indices { try bindings[index].findInterface() }
    let interfaces = bindings.compactMap(\.interface)
    if !interfaces.isEmpty, geteuid() != 0 {
      throw .failed("interfaces need root (CAP_NET_ADMIN, CAP_NET_RAW, CAP_BPF); pcap ports do not")
    }
    if geteuid() == 0 {
      let lock = try InstanceLock(instance: instance)
      teardown.add("instance lock") { lock.release() }
    }
    for interface in interfaces where !interface.isUp { note("interface '\(interface.name)' is down") }
    guard !interfaces.isEmpty else { return }
    let pins = try PinDirectory(instance: instance)
    teardown.add("pins") { pins.remove() }
    self.pins = pins
    for text in try Leftovers(pins: pins).clear(interfaces) { note(text) }
  }

  /// Where exported records wait for their writer, if the configuration names a place for them.
  private func exportQueue() throws(DaemonError) -> ExportQueue? {
    guard let path = configuration.exports, !layout.streams.isEmpty else { return nil }
    let queue = ExportQueue()
    let writer = try ExportWriter(queue, streams: layout.streams, path: path)
    try writer.start()
    // The worker was started after it and ends before.
    teardown.add("exports") { writer.stop() }
    return queue
  }

  private func startWorker(_ half: HostHalf) throws(DaemonError) {
    let mover = nic.map { RecordMover(host: half, nic: $0.half) }
    let hotSet = mover.map { HotSet(mover: $0, policy: configuration.replan) }
    let worker = Worker(
      ports: opened.map(\.port), half: half, hotSet: hotSet, ledger: nic?.half.ledger, mailbox: mailbox,
      exports: try exportQueue())
    let opener = opener
    let thread = WorkerThread(
      worker, core: configuration.core, idle: configuration.idle, begins: { opener.workerBegins() },
      ends: { opener.workerEnds() })
    try thread.start()
    teardown.add("worker") { thread.stop() }
  }
}
