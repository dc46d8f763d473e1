/// A frame taken apart as far as it is well formed.
public struct PacketView: Hashable, Sendable {
  public let ethernet: EthernetView
  public let ipv4: IPv4View?
  public let ipv6: IPv6View?
  public let tcp: TCPView?
  public let udp: UDPView?
  /// ICMP over IPv4 or ICMPv6 over IPv6.
  public let icmp: ICMPView?

  /// Nil when there is no complete Ethernet header.
  public init?(_ frame: some Collection<UInt8>) {
    guard let ethernet = EthernetView(checking: Array(frame)[...]) else { return nil }
    self.ethernet = ethernet
    ipv4 = ethernet.etherType == EtherType.ipv4 ? IPv4View(checking: ethernet.payload) : nil
    ipv6 = ethernet.etherType == EtherType.ipv6 ? IPv6View(checking: ethernet.payload) : nil
    let isFragment = ipv4?.isFragment ?? ipv6?.isFragment ?? true
    let segment = isFragment ? [] : ipv4?.payload ?? ipv6?.payload ?? []
    let transport = ipv4?.transport ?? ipv6?.transport
    let icmpNumber = ipv6 == nil ? IPProtocol.icmp : IPProtocol.icmpV6
    tcp = transport == IPProtocol.tcp ? TCPView(checking: segment) : nil
    udp = transport == IPProtocol.udp ? UDPView(checking: segment) : nil
    icmp = transport == icmpNumber ? ICMPView(checking: segment) : nil
  }

  public var source: IPAddress? { ipv4.map { .v4($0.source) } ?? ipv6.map { .v6($0.source) } }
  public var destination: IPAddress? { ipv4.map { .v4($0.destination) } ?? ipv6.map { .v6($0.destination) } }
  public var transport: UInt8? { ipv4?.transport ?? ipv6?.transport }

  /// Source address and port; the port of an ICMP echo is its identifier.
  public var from: Endpoint? { endpoint(source, tcp?.source ?? udp?.source ?? icmp?.identifier) }
  public var to: Endpoint? { endpoint(destination, tcp?.destination ?? udp?.destination ?? icmp?.identifier) }

  public var payload: ArraySlice<UInt8>? { tcp?.payload ?? udp?.payload ?? icmp?.payload }

  private func endpoint(_ address: IPAddress?, _ port: UInt16?) -> Endpoint? {
    guard let address, let port else { return nil }
    return Endpoint(address, port)
  }

  /// Nil when there is no checksum to verify.
  var transportChecksumHolds: Bool? {
    guard let source, let destination, let transport, tcp != nil || udp != nil || icmp != nil else { return nil }
    if let udp, udp.checksum == 0 { return ipv4 != nil ? nil : false }
    let whole = ipv4?.payload ?? ipv6?.payload ?? []
    let segment = udp.map { whole.prefix($0.length) } ?? whole
    let pseudo = Checksum.pseudoHeader(
      source: source, destination: destination, transport: transport, length: segment.count)
    return Checksum.isIntact(segment, onto: pseudo)
  }
}
