import Plan

/// A port of the program with what the operator gave it.
struct PortBinding {
  var name: String
  var configuration: DaemonConfiguration.Port
  /// Nil for drivers without an interface.
  var interface: Interface?

  /// The program's ports, in order, each with its configuration.
  static func bind(
    _ configuration: DaemonConfiguration, to layout: ProgramLayout, file: String
  ) throws(DaemonError) -> [PortBinding] {
    for port in configuration.ports where !layout.ports.contains(port.name) {
      let known = layout.ports.joined(separator: ", ")
      throw DaemonError(
        ConfigurationError(
          file: file, line: port.line, reason: "\(layout.program) has no port '\(port.name)'; it has \(known)"))
    }
    var bindings: [PortBinding] = []
    for name in layout.ports {
      guard let port = configuration.ports.first(where: { $0.name == name }) else {
        throw DaemonError(ConfigurationError(file: file, line: 0, reason: "port '\(name)' is not configured"))
      }
      bindings.append(PortBinding(name: name, configuration: port))
    }
    try refuseSharedInterfaces(bindings, file)
    return bindings
  }

  private static func refuseSharedInterfaces(_ bindings: [PortBinding], _ file: String) throws(DaemonError) {
    var taken: Set<String> = []
    for binding in bindings {
      guard let interface = binding.configuration.interface else { continue }
      guard taken.insert(interface).inserted else {
        throw DaemonError(
          ConfigurationError(
            file: file, line: binding.configuration.line, reason: "interface '\(interface)' serves two ports"))
      }
    }
  }

  /// Finds the interface, where the driver has one.
  mutating func findInterface() throws(DaemonError) {
    guard let name = configuration.interface, usesInterface else { return }
    interface = try Interface(name)
  }

  var usesInterface: Bool {
    switch configuration.driver {
    case .auto, .afXDP, .afPacket: true
    case .pcap, .ring: false
    }
  }
}
