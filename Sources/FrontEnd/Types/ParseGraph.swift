import IR

/// A header that a program declares.
struct UserHeader: Hashable, Sendable {
  var name: String
  var fields: [HeaderField]
  /// Of the fields together.
  var bytes: Int
  /// All of its bytes, where they vary.
  var length: HeaderLength?
  /// Where it may stand.
  var hosts: [Host]

  /// `after udp where destination == 9999`.
  struct Host: Hashable, Sendable {
    var kind: HeaderKind
    /// Any of them; none: always.
    var selectors: [Selector]
  }
}

/// The bytes of a header that varies, from its fields; computed as a u32.
indirect enum HeaderLength: Hashable, Sendable {
  case constant(UInt64)
  case field(HeaderField)
  case binary(BinaryOperator, HeaderLength, HeaderLength)
}

extension HeaderLength {
  /// True where the length is a multiple of two whatever the fields hold.
  var isEven: Bool {
    switch self {
    case .constant(let number): number % 2 == 0
    case .field: false
    case .binary(.add, let left, let right), .binary(.sub, let left, let right): left.isEven && right.isEven
    case .binary(.mul, let left, let right): left.isEven || right.isEven
    case .binary(.shl, _, .constant(let number)): number > 0
    case .binary: false
    }
  }
}

/// The value of a field that says which header comes next.
struct Selector: Hashable, Sendable {
  var field: String
  var value: UInt64

  init(_ field: String, _ value: UInt64) {
    self.field = field
    self.value = value
  }
}

/// Which header may follow which, and how packets say so.
enum ParseGraph {
  /// What selects `next` after a header; an empty list where it may always be there, nil where it cannot.
  static func selectors(from layer: HeaderLayer, to next: HeaderKind) -> [Selector]? {
    if case .user(let header) = next { return header.hosts.first { $0.kind == layer.kind }?.selectors }
    switch (layer.kind, next) {
    case (.ethernet, _), (.vlan, _): return etherTypes(next).map { types in types.map { Selector("type", $0) } }
    case (.ipv4, _): return next == .icmpv6 ? nil : protocolNumber(next).map { [Selector("protocol", $0)] }
    case (.ipv6, _): return next == .icmp ? nil : protocolNumber(next).map { [Selector("protocol", $0)] }
    case (.udp, .vxlan): return [Selector("destination", 4789)]
    case (.udp, .gtpu): return [Selector("destination", 2152)]
    case (.gre, .ethernet): return [Selector("protocol", 0x6558)]
    case (.gre, .ipv4), (.gre, .ipv6): return etherTypes(next).map { types in types.map { Selector("protocol", $0) } }
    case (.vxlan, .ethernet): return []
    case (.gtpu, .ipv4), (.gtpu, .ipv6): return [Selector("messageType", 255)]
    case (.icmp, .ipv4), (.icmpv6, .ipv6): return layer.message == .error ? [] : nil
    default: return nil
    }
  }

  /// IEEE 802.3; tags are those of IEEE 802.1Q and 802.1ad.
  static func etherTypes(_ kind: HeaderKind) -> [UInt64]? {
    switch kind {
    case .ipv4: [0x0800]
    case .arp: [0x0806]
    case .ipv6: [0x86dd]
    case .vlan: tagTypes
    default: nil
    }
  }
  static let tagTypes: [UInt64] = [0x8100, 0x88a8]

  /// IANA's protocol numbers.
  static func protocolNumber(_ kind: HeaderKind) -> UInt64? {
    switch kind {
    case .icmp: 1
    case .ipv4: 4
    case .tcp: 6
    case .udp: 17
    case .ipv6: 41
    case .gre: 47
    case .icmpv6: 58
    default: nil
    }
  }

  /// The headers that a pattern may leave out before a kind.
  static func usualHosts(of kind: HeaderKind) -> [HeaderKind] {
    switch kind {
    case .ethernet: []
    case .vlan, .arp, .ipv4, .ipv6: [.ethernet]
    case .tcp, .udp, .gre: [.ipv4, .ipv6]
    case .icmp: [.ipv4]
    case .icmpv6: [.ipv6]
    case .vxlan, .gtpu: [.udp]
    case .user(let header): header.hosts.map(\.kind)
    }
  }

  /// The order in which kinds are told apart.
  static func rank(_ kind: HeaderKind) -> Int {
    let order: [HeaderKind] = [.ipv4, .ipv6, .arp, .vlan, .tcp, .udp, .icmp, .icmpv6, .gre, .vxlan, .gtpu, .ethernet]
    return order.firstIndex(of: kind) ?? order.count
  }
}
