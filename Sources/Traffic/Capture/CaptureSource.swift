import Wire

/// A capture and the ports its packets arrive by.
public struct CaptureSource: Hashable, Sendable {
  /// The file, `-` for standard input.
  public var path: String
  public var ports: PortAssignment

  public init(path: String, ports: PortAssignment = .bySource()) {
    self.path = path
    self.ports = ports
  }
}

/// Which port the packets of a capture arrive by.
public enum PortAssignment: Hashable, Sendable {
  /// The capture was taken at this port.
  case fixed(UInt16)
  /// The capture holds both directions: a packet whose source address (IPv4, IPv6 or ARP) is in one of the prefixes arrives by
  /// port 0, every other by port 1.
  case bySource(inside: [IPPrefix] = IPPrefix.privateUse)

  /// The port a packet arrives by.
  public func port(of packet: UnsafeRawBufferPointer) -> UInt16 {
    switch self {
    case .fixed(let port): port
    case .bySource(let inside): FrameFields(packet).source.map { isInside($0, inside) } ?? false ? 0 : 1
    }
  }

  private func isInside(_ address: IPAddress, _ prefixes: [IPPrefix]) -> Bool {
    prefixes.contains { $0.contains(address) }
  }
}
