extension PacketBuilder {
  /// What the other end would answer to this frame: addresses and ports turned round, checksums computed anew.
  ///
  /// TCP flags become the peer's (SYN → SYN ACK, FIN → FIN ACK, RST → RST, else ACK), an echo request its reply.
  /// Nil for what nobody answers: anything but whole UDP, TCP and echo packets.
  public static func reply(to frame: some Collection<UInt8>, payload: [UInt8] = []) -> [UInt8]? {
    guard let packet = PacketView(frame), let from = packet.from, let to = packet.to else { return nil }
    var options = Options()
    options.destinationMAC = Array(packet.ethernet.source)
    options.sourceMAC = Array(packet.ethernet.destination)
    options.vlans = packet.ethernet.vlans
    if packet.udp != nil { return udp(from: to, to: from, payload: payload, options: options) }
    if let segment = packet.tcp {
      return tcp(
        from: to, to: from, flags: answer(to: segment.flags), sequence: segment.acknowledgement,
        acknowledgement: segment.sequence &+ 1, payload: payload, options: options)
    }
    return packet.icmp.flatMap { echoReply(to: $0, from: to.address, to: from.address, options) }
  }

  private static func answer(to flags: TCPFlags) -> TCPFlags {
    if flags.contains(.rst) { return .rst }
    return flags.intersection([.syn, .fin]).union(.ack)
  }

  private static func echoReply(
    to echo: ICMPView, from source: IPAddress, to destination: IPAddress, _ options: Options
  ) -> [UInt8]? {
    guard echo.type == ICMPView.echoTypes(isIPv6: source.isIPv6).request else { return nil }
    return icmpEcho(
      from: source, to: destination, identifier: echo.identifier, sequence: echo.sequence, isReply: true,
      payload: Array(echo.payload), options: options)
  }
}
