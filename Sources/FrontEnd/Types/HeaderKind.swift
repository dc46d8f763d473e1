import IR

/// A header that packets can have.
enum HeaderKind: String, Hashable, Sendable, CaseIterable {
  case ethernet, arp, ipv4, ipv6, tcp, udp, icmp, icmpv6

  enum Layer: Hashable, Sendable { case link, arp, network, transport }

  var layer: Layer {
    switch self {
    case .ethernet: .link
    case .arp: .arp
    case .ipv4, .ipv6: .network
    case .tcp, .udp, .icmp, .icmpv6: .transport
    }
  }

  /// Bytes that are always there: what `extract` asks for.
  var bytes: Int {
    switch self {
    case .ethernet: 14
    case .arp: 28
    case .ipv4: 20
    case .ipv6: 40
    case .tcp: 20
    case .udp, .icmp, .icmpv6: 8
    }
  }
}

/// What a packet pattern can ask for: a header, or an ICMP message of one kind in either version.
enum PatternKind: String, Hashable, Sendable, CaseIterable {
  case eth, ethernet, arp, ipv4, ipv6, tcp, udp, icmp, icmpv6, echo
  case echoRequest = "echo request"
  case echoReply = "echo reply"

  var layer: HeaderKind.Layer {
    switch self {
    case .eth, .ethernet: .link
    case .arp: .arp
    case .ipv4, .ipv6: .network
    default: .transport
    }
  }

  var isEcho: Bool { [.echo, .echoRequest, .echoReply].contains(self) }
}

/// A place in the parse graph where handlers are tried: the headers that were found.
enum Leaf: Hashable, Sendable {
  /// Too short for Ethernet.
  case short
  /// Ethernet with nothing known, or something malformed, in it.
  case ethernet
  case arp
  /// IP whose transport header was not looked for, is unknown, malformed, or hidden by fragmentation.
  case ip(HeaderKind)
  case transport(HeaderKind, Transport)

  enum Transport: String, Hashable, Sendable, CaseIterable {
    case tcp, udp, icmp
    case echoRequest, echoReply
  }

  static let all: [Leaf] =
    [.short, .ethernet, .arp]
    + [HeaderKind.ipv4, .ipv6].flatMap { ip in [.ip(ip)] + Transport.allCases.map { .transport(ip, $0) } }

  /// The leaf, and for ICMP those that tell its echo messages apart.
  var variants: [Leaf] {
    guard case .transport(let ip, .icmp) = self else { return [self] }
    return [.transport(ip, .echoRequest), .transport(ip, .echoReply), self]
  }

  /// The header's kind at a layer, if the packet has one.
  func header(at layer: HeaderKind.Layer) -> HeaderKind? {
    switch (layer, self) {
    case (_, .short): nil
    case (.link, _): .ethernet
    case (.arp, .arp): .arp
    case (.network, .ip(let kind)), (.network, .transport(let kind, _)): kind
    case (.transport, .transport(let ip, let transport)): transport.header(in: ip)
    default: nil
    }
  }

  func matches(_ pattern: PatternKind) -> Bool {
    guard let header = header(at: pattern.layer) else { return false }
    switch pattern {
    case .eth: return true
    case .echo: return isEcho(.echoRequest) || isEcho(.echoReply)
    case .echoRequest: return isEcho(.echoRequest)
    case .echoReply: return isEcho(.echoReply)
    default: return header.rawValue == pattern.rawValue
    }
  }

  private func isEcho(_ wanted: Transport) -> Bool {
    if case .transport(_, let transport) = self { return transport == wanted }
    return false
  }

  /// A block's label, such as `ipv4.tcp`.
  var label: String {
    switch self {
    case .short: "short"
    case .ethernet: "ethernet"
    case .arp: "arp"
    case .ip(let kind): kind.rawValue
    case .transport(let ip, let transport):
      ip.rawValue + "." + (transport == .icmp ? transport.header(in: ip).rawValue : transport.rawValue)
    }
  }
}

extension Leaf.Transport {
  func header(in ip: HeaderKind) -> HeaderKind {
    switch self {
    case .tcp: .tcp
    case .udp: .udp
    case .icmp, .echoRequest, .echoReply: ip == .ipv4 ? .icmp : .icmpv6
    }
  }
}
