import Bundle
import DataPlane

extension Daemon {
  /// Opens the program's ports, in order.
  func openPorts() throws {
    let (hugepages, reason) = Hugepages.choose(
      configuration.hugepages, megabytes: opener.megabytes(buffers: configuration.buffers))
    if let reason { note(reason) }
    try opener.begin(instance: instance, hugepages: hugepages, buffers: configuration.buffers)
    let opener = opener
    teardown.add("packet buffers") { opener.end() }
    for binding in bindings {
      let opened = try open(binding)
      self.opened.append(opened)
      if let plate = opened.plate {
        // The port takes its program off when it closes; this is for one that could not.
        teardown.add("program on '\(plate.interface.name)'") { plate.program.detach(from: plate.interface) }
      }
      teardown.add("port '\(binding.name)'") { opened.port.close() }
      if let plate = opened.plate { try pinProgram(of: plate) }
    }
  }

  private func open(_ binding: PortBinding) throws -> OpenedPort {
    let configuration = binding.configuration
    switch configuration.driver {
    case .afXDP: return try openXDP(binding)
    case .afPacket: return try openPacket(binding)
    case .auto:
      do {
        return try openXDP(binding)
      } catch {
        note("port '\(binding.name)' falls back to af_packet: \(error)")
        return try openPacket(binding)
      }
    case .pcap:
      let device = PortRequest.Device.pcap(input: configuration.input, output: configuration.output)
      return OpenedPort(port: try opener.open(PortRequest(name: binding.name, device: device)), driver: .pcap)
    case .ring:
      return OpenedPort(port: try opener.open(PortRequest(name: binding.name, device: .ring)), driver: .ring)
    }
  }

  private func openXDP(_ binding: PortBinding) throws -> OpenedPort {
    guard let interface = binding.interface else { throw DaemonError.failed("port '\(binding.name)' has no interface") }
    guard bundle.contains(.portObject) else { throw DaemonError.failed("the bundle has no port.bpf.o") }
    let device = PortRequest.Device.afXDP(
      interface: interface.name, program: bundle.path(.portObject), queues: interface.receiveQueues)
    do {
      let port = try opener.open(PortRequest(name: binding.name, device: device))
      do {
        let plate = try PortPlate(on: interface)
        return OpenedPort(port: port, driver: .afXDP, interface: interface, plate: plate)
      } catch {
        port.close()
        throw error
      }
    } catch {
      // A port that fails late has attached its program already.
      if let left = AttachedProgram(on: interface), left.name == PortPlate.programName { left.detach(from: interface) }
      throw error
    }
  }

  private func openPacket(_ binding: PortBinding) throws -> OpenedPort {
    guard let interface = binding.interface else { throw DaemonError.failed("port '\(binding.name)' has no interface") }
    let port = try opener.open(PortRequest(name: binding.name, device: .afPacket(interface: interface.name)))
    return OpenedPort(port: port, driver: .afPacket, interface: interface)
  }

  /// Gives the program on the interface a name, by which a next daemon knows it for ours.
  private func pinProgram(of plate: PortPlate) throws(DaemonError) {
    guard let pins else { return }
    let name = plate.interface.name
    try pins.pin(program: plate.program.id, as: name)
    try pins.pin(plate.programs, as: "cora_programs-\(name)")
  }
}
