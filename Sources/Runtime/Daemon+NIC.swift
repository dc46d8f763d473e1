import Bundle
import Halves
import Plan

extension Daemon {
  /// Loads the NIC half, where the plan has one and the ports can carry it.
  func deployNIC(parameters: [UInt64], contents: ConfigContents) throws {
    guard bundle.plan.offloads, bundle.contains(.nicObject) else { return }
    guard let pins, opened.allSatisfy({ $0.interface != nil }) else {
      return note("the NIC half stays out: not all ports are interfaces")
    }
    let nic = try NICDeployment(
      object: bundle.path(.nicObject), layout: layout, parameters: parameters, ports: opened, pins: pins)
    for element in contents.elements {
      try nic.half.configure(element.array, index: element.index, values: element.values)
    }
    for table in contents.tables { try nic.half.configure(table.table, rows: table.rows) }
    self.nic = nic
    teardown.add("NIC half") { [weak self] in self?.nic = nil }
  }

  /// Puts the NIC half in the packets' way. It is taken out before the worker ends, who then finds all it has exported.
  func installNIC() throws {
    guard let nic else { return }
    teardown.add("NIC half's packets") { nic.uninstall() }
    try nic.install()
  }

  /// Removes entries that expired in tables that are the NIC half's alone; the rest of its life it does by itself.
  public func sweepNIC(now: UInt64) {
    guard let nic, layout.maps.contains(where: { $0.mode == .nic && $0.timeout != 0 }) else { return }
    do {
      _ = try nic.half.sweep(now: now, grace: Self.sweepGraceNanoseconds)
    } catch {
      log.warning("expired entries stay on the NIC: \(error)")
    }
  }

  /// How long an entry has been expired before it is swept, so that no packet in work still holds it.
  static let sweepGraceNanoseconds: UInt64 = 1_000_000_000
}
