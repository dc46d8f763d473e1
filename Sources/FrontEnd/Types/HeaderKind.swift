import IR

/// A header that packets can have.
indirect enum HeaderKind: Hashable, Sendable {
  case ethernet, vlan, arp, ipv4, ipv6, tcp, udp, icmp, icmpv6, gre, vxlan, gtpu
  /// Declared by `header Name { … }`.
  case user(UserHeader)

  static let builtIn: [HeaderKind] = [
    .ethernet, .vlan, .arp, .ipv4, .ipv6, .tcp, .udp, .icmp, .icmpv6, .gre, .vxlan, .gtpu,
  ]

  enum Layer: Hashable, Sendable { case link, arp, network, transport, tunnel, user }

  var layer: Layer {
    switch self {
    case .ethernet, .vlan: .link
    case .arp: .arp
    case .ipv4, .ipv6: .network
    case .tcp, .udp, .icmp, .icmpv6: .transport
    case .gre, .vxlan, .gtpu: .tunnel
    case .user: .user
    }
  }

  /// As messages and the IR name it.
  var name: String {
    switch self {
    case .ethernet: "ethernet"
    case .vlan: "vlan"
    case .arp: "arp"
    case .ipv4: "ipv4"
    case .ipv6: "ipv6"
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp: "icmp"
    case .icmpv6: "icmpv6"
    case .gre: "gre"
    case .vxlan: "vxlan"
    case .gtpu: "gtpu"
    case .user(let header): header.name
    }
  }

  /// Bytes that are always there: what `extract` asks for.
  var bytes: Int {
    switch self {
    case .ethernet: 14
    case .vlan, .gre: 4
    case .arp: 28
    case .ipv4, .tcp: 20
    case .ipv6: 40
    case .udp, .icmp, .icmpv6, .vxlan, .gtpu: 8
    case .user(let header): header.bytes
    }
  }

  /// True where the header's checksum covers what it carries.
  var checksumsPayload: Bool { [.tcp, .udp, .icmp, .icmpv6].contains(self) }
}

/// What an ICMP message is, where a pattern asks.
enum ICMPMessage: String, Hashable, Sendable, CaseIterable {
  case echoRequest, echoReply, error

  /// The numbers of RFC 792 and RFC 4443. An error quotes the packet that it is about.
  func types(in kind: HeaderKind) -> [UInt64] {
    switch (self, kind) {
    case (.echoRequest, .icmp): [8]
    case (.echoReply, .icmp): [0]
    case (.error, .icmp): [3, 4, 5, 11, 12]
    case (.echoRequest, _): [128]
    case (.echoReply, _): [129]
    case (.error, _): [1, 2, 3, 4]
    }
  }
}

/// One header of a stack, as a packet has it or as a pattern asks for it.
struct HeaderLayer: Hashable, Sendable {
  var kind: HeaderKind
  /// Of ICMP; nil in a pattern for any message, in a packet for another one than those that patterns ask for.
  var message: ICMPMessage?
  /// Part of the packet that an ICMP error quotes, which may be cut off.
  var isQuoted = false
  /// Of a packet's later fragment, which has no byte of the header: what the first one said is remembered.
  var isRemembered = false

  /// True where a pattern's layer fits a packet's.
  func accepts(_ found: HeaderLayer) -> Bool {
    kind == found.kind && isQuoted == found.isQuoted && (message == nil || message == found.message)
  }

  /// Bytes that are there for certain: of a quoted segment eight (RFC 792).
  var bytes: Int { isQuoted && kind == .tcp ? 8 : kind.bytes }
}

/// What a packet pattern can ask for: a header, or an ICMP message of one kind, perhaps in either version of IP.
struct PatternKind: Hashable, Sendable {
  var text: String
  var layers: [HeaderLayer]

  /// The layer of its headers, which is the same for all.
  var layer: HeaderKind.Layer { layers.first?.kind.layer ?? .user }

  static let builtIn: [PatternKind] = [
    PatternKind("eth", .ethernet), PatternKind("ethernet", .ethernet), PatternKind("vlan", .vlan),
    PatternKind("arp", .arp), PatternKind("ipv4", .ipv4), PatternKind("ipv6", .ipv6), PatternKind("tcp", .tcp),
    PatternKind("udp", .udp), PatternKind("icmp", .icmp), PatternKind("icmpv6", .icmpv6),
    PatternKind("gre", .gre), PatternKind("vxlan", .vxlan), PatternKind("gtpu", .gtpu),
    PatternKind(text: "echo", layers: messages([.echoRequest, .echoReply], [.icmp, .icmpv6])),
    PatternKind(text: "echo request", layers: messages([.echoRequest], [.icmp, .icmpv6])),
    PatternKind(text: "echo reply", layers: messages([.echoReply], [.icmp, .icmpv6])),
    PatternKind(text: "icmp error", layers: messages([.error], [.icmp])),
    PatternKind(text: "icmpv6 error", layers: messages([.error], [.icmpv6])),
  ]

  private init(text: String, layers: [HeaderLayer]) {
    self.text = text
    self.layers = layers
  }

  init(_ text: String, _ kind: HeaderKind) {
    self.init(text: text, layers: [HeaderLayer(kind: kind)])
  }

  private static func messages(_ messages: [ICMPMessage], _ kinds: [HeaderKind]) -> [HeaderLayer] {
    kinds.flatMap { kind in messages.map { HeaderLayer(kind: kind, message: $0) } }
  }
}
