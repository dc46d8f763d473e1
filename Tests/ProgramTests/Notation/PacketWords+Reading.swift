import Wire

/// The words for a packet that came out; those of `PacketNotation`, and more.
enum PacketReading {
  static func words(_ frame: [UInt8]) -> [String] {
    guard let view = PacketView(frame) else { return ["short"] }
    var words = network(view)
    words += view.ethernet.vlans.map { "vlan=\($0)" }
    words += ["smac=\(mac(view.ethernet.source))", "dmac=\(mac(view.ethernet.destination))", "length=\(frame.count)"]
    return words + inner(view, frame)
  }

  private static func network(_ view: PacketView) -> [String] {
    guard let source = view.source, let destination = view.destination else {
      return ["frame=\(String(view.ethernet.etherType, radix: 16))"]
    }
    let from = view.from.map(text) ?? text(source)
    let to = view.to.map(text) ?? text(destination)
    let isEcho = view.icmp != nil
    var words = [kind(view), isEcho ? text(source) : from, ">", isEcho ? text(destination) : to]
    if let tcp = view.tcp {
      words.append(PacketWords.flagNames.filter { tcp.flags.contains($0.1) }.map(\.0).joined(separator: ","))
      words += ["seq=\(tcp.sequence)", "ack=\(tcp.acknowledgement)"]
    }
    if let icmp = view.icmp { words.append("id=\(icmp.identifier)") }
    words.append("ttl=\(view.ipv4?.timeToLive ?? view.ipv6?.hopLimit ?? 0)")
    words.append("dscp=\(trafficClass(view) >> 2)")
    if let payload = view.payload { words.append("data=\(hexadecimal(payload))") }
    return words
  }

  private static func kind(_ view: PacketView) -> String {
    if view.tcp != nil { return "tcp" }
    if view.udp != nil { return "udp" }
    guard let icmp = view.icmp else { return "ip=\(view.transport ?? 0)" }
    let echo = ICMPView.echoTypes(isIPv6: view.ipv6 != nil)
    return icmp.type == echo.request ? "echo" : icmp.type == echo.reply ? "reply" : "error=\(icmp.type)/\(icmp.code)"
  }

  /// A packet within, between braces.
  private static func inner(_ view: PacketView, _ frame: [UInt8]) -> [String] {
    let payload = Array(view.ipv4?.payload ?? view.ipv6?.payload ?? [])
    switch (view.transport, view.to?.port) {
    case (IPProtocol.ipInIP, _): return ["ipip"] + braced(EtherType.ipv4, payload)
    case (IPProtocol.ipv6, _): return ["ipip"] + braced(EtherType.ipv6, payload)
    case (IPProtocol.udp, 4789): return ["vxlan=\(number(payload.dropFirst(12).prefix(3)))", "{"] + words(Array(payload.dropFirst(16))) + ["}"]
    case (IPProtocol.udp, 2152):
      return ["gtpu=\(number(payload.dropFirst(12).prefix(4)))"] + braced(EtherType.ipv4, Array(payload.dropFirst(16)))
    default:
      let isError = view.icmp != nil && kind(view).hasPrefix("error")
      return isError ? braced(view.ethernet.etherType, Array(payload.dropFirst(8))) : []
    }
  }

  private static func braced(_ type: UInt16, _ packet: [UInt8]) -> [String] {
    ["{"] + quoted(type, packet) + ["}"]
  }

  /// A quoted packet may end within its transport header: then its ports are read by hand.
  private static func quoted(_ type: UInt16, _ packet: [UInt8]) -> [String] {
    let whole = PacketBuilder.frame(type, packet)
    if let view = PacketView(whole), view.from != nil { return words(whole) }
    guard type == EtherType.ipv4, packet.count >= 28 else { return words(whole) }
    let header = Int(packet[0] & 15) * 4
    guard packet.count >= header + 8 else { return words(whole) }
    func address(_ at: Int) -> String { packet[at..<at + 4].map(String.init).joined(separator: ".") }
    let names: [UInt8: String] = [IPProtocol.tcp: "tcp", IPProtocol.udp: "udp", IPProtocol.icmp: "echo"]
    let name = names[packet[9]] ?? "ip=\(packet[9])"
    if packet[9] == IPProtocol.icmp {
      return [name, address(12), ">", address(16), "id=\(number(packet[header + 4..<header + 6]))"]
    }
    let ports = [0, 2].map { number(packet[header + $0..<header + $0 + 2]) }
    return [name, "\(address(12)):\(ports[0])", ">", "\(address(16)):\(ports[1])"]
  }

  private static func trafficClass(_ view: PacketView) -> UInt8 {
    let bytes = Array(view.ethernet.payload.prefix(2))
    guard bytes.count == 2 else { return 0 }
    return view.ipv4 != nil ? bytes[1] : bytes[0] << 4 | bytes[1] >> 4
  }

  private static func text(_ endpoint: Endpoint) -> String {
    endpoint.address.isIPv6 ? "[\(text(endpoint.address))]:\(endpoint.port)" : "\(endpoint.address):\(endpoint.port)"
  }

  /// As RFC 5952 says: the longest run of zero groups left out.
  private static func text(_ address: IPAddress) -> String {
    guard case .v6(let address) = address else { return address.description }
    let groups = [address.high, address.low].flatMap { half in [48, 32, 16, 0].map { (half >> UInt64($0)) & 0xffff } }
    var best = 0..<0
    for start in groups.indices {
      let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
      if end - start > max(1, best.count) { best = start..<end }
    }
    func words(_ range: some Sequence<UInt64>) -> String { range.map { String($0, radix: 16) }.joined(separator: ":") }
    return best.isEmpty ? words(groups) : words(groups[..<best.lowerBound]) + "::" + words(groups[best.upperBound...])
  }

  private static func mac(_ bytes: some Sequence<UInt8>) -> String { bytes.map(padded).joined(separator: ":") }
  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String { bytes.map(padded).joined() }
  private static func padded(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
  private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
