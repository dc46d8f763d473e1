/// What inside and outside hosts try at a stateful firewall. The verdicts are the oracle's, not written here.
enum FirewallProbes {
  static let all: [Probe] = udp + tcp + reset + echo

  private static let udp: [Probe] = [
    Probe(name: "unsolicited UDP", from: .server, kind: .udp, clientPort: 4000, serverPort: 53),
    Probe(name: "UDP opens", from: .client, kind: .udp, clientPort: 4000, serverPort: 53),
    Probe(name: "UDP answer", from: .server, kind: .udp, clientPort: 4000, serverPort: 53),
    Probe(name: "UDP from another port", from: .server, kind: .udp, clientPort: 4000, serverPort: 54),
    Probe(name: "UDP to another port", from: .server, kind: .udp, clientPort: 4001, serverPort: 53),
    Probe(name: "UDP opens, IPv6", from: .client, kind: .udp, clientPort: 4000, serverPort: 53, isIPv6: true),
    Probe(name: "UDP answer, IPv6", from: .server, kind: .udp, clientPort: 4000, serverPort: 53, isIPv6: true),
    Probe(name: "unsolicited UDP, IPv6", from: .server, kind: .udp, clientPort: 4002, serverPort: 53, isIPv6: true),
  ]

  private static let tcp: [Probe] = [
    Probe(name: "unsolicited SYN", from: .server, kind: .tcp(.syn), clientPort: 22, serverPort: 5000),
    Probe(name: "ACK without a session", from: .client, kind: .tcp(.ack), clientPort: 5000, serverPort: 80),
    Probe(name: "SYN opens", from: .client, kind: .tcp(.syn), clientPort: 5001, serverPort: 80),
    Probe(name: "SYN ACK answers", from: .server, kind: .tcp([.syn, .ack]), clientPort: 5001, serverPort: 80),
    Probe(name: "ACK", from: .client, kind: .tcp(.ack), clientPort: 5001, serverPort: 80),
    Probe(name: "data from outside", from: .server, kind: .tcp([.psh, .ack]), clientPort: 5001, serverPort: 80),
    Probe(name: "ACK to another port", from: .server, kind: .tcp(.ack), clientPort: 5002, serverPort: 80),
    Probe(name: "FIN inside", from: .client, kind: .tcp([.fin, .ack]), clientPort: 5001, serverPort: 80),
    Probe(name: "FIN outside", from: .server, kind: .tcp([.fin, .ack]), clientPort: 5001, serverPort: 80),
    Probe(name: "SYN opens, IPv6", from: .client, kind: .tcp(.syn), clientPort: 5003, serverPort: 80, isIPv6: true),
    Probe(
      name: "SYN ACK answers, IPv6", from: .server, kind: .tcp([.syn, .ack]), clientPort: 5003, serverPort: 80,
      isIPv6: true),
  ]

  private static let reset: [Probe] = [
    Probe(name: "SYN to a closed port", from: .client, kind: .tcp(.syn), clientPort: 5010, serverPort: 81),
    Probe(name: "RST answers", from: .server, kind: .tcp([.rst, .ack]), clientPort: 5010, serverPort: 81),
  ]

  private static let echo: [Probe] = [
    Probe(name: "unsolicited echo", from: .server, kind: .echo(isReply: false), clientPort: 7, serverPort: 0),
    Probe(name: "unsolicited echo reply", from: .server, kind: .echo(isReply: true), clientPort: 8, serverPort: 0),
    Probe(name: "echo opens", from: .client, kind: .echo(isReply: false), clientPort: 9, serverPort: 0),
    Probe(name: "echo reply", from: .server, kind: .echo(isReply: true), clientPort: 9, serverPort: 0),
  ]
}
