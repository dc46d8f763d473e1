/// Where a value comes from, in the end.
public enum ValueSource: Hashable, Sendable {
  /// A field of a packet's header, as the packet came in.
  case field(kind: String, name: String, bitOffset: Int, bits: Int)
  case parameter(Int)
  /// A field of an entry or of an array's element.
  case loaded(StateID, field: Int)
  /// A pool's element.
  case taken(StateID)
  /// A ring's backend.
  case picked(StateID)
  case estimate(StateID)
  case ingressPort
  case packetLength
  /// Bytes of the packet that no header names.
  case payload
  case tallied(StateID)
  case clock

  /// The part of a flow's identity that it is, if it is one.
  public var flowField: FlowField? {
    guard case .field(let kind, _, let bitOffset, let bits) = self else { return nil }
    return FlowField(kind: kind, bitOffset: bitOffset, bits: bits)
  }

  /// Such as `ipv4.source` or `'bindings'.port`.
  public func description(in program: Program) -> String {
    switch self {
    case .field(let kind, let name, _, _): "\(kind).\(name)"
    case .parameter(let index): "parameter '\(program.parameters[index].name)'"
    case .loaded(let state, let field):
      "'\(program[state].name)'." + (program[state].valueFields[field].name)
    case .taken(let state): "an element of '\(program[state].name)'"
    case .picked(let state): "a pick of '\(program[state].name)'"
    case .estimate(let state): "an estimate of '\(program[state].name)'"
    case .ingressPort: "the ingress port"
    case .packetLength: "the packet's length"
    case .payload: "bytes of the packet"
    case .tallied(let state): "'\(program[state].name)'"
    case .clock: "the clock"
    }
  }
}

/// A part of what names a flow: addresses, ports or an ICMP identifier, the protocol. The halves of an IPv6 address
/// are apart.
public enum FlowField: String, Hashable, Sendable, CaseIterable, Comparable {
  case source, destination
  case sourceHigh = "source.hi"
  case sourceLow = "source.lo"
  case destinationHigh = "destination.hi"
  case destinationLow = "destination.lo"
  case sourcePort = "source port"
  case destinationPort = "destination port"
  case identifier
  case transport = "protocol"

  /// The part at this place of a header of this kind (RFC 791, 8200, 9293, 768, 792, 4443).
  init?(kind: String, bitOffset: Int, bits: Int) {
    switch (kind, bitOffset, bits) {
    case ("ipv4", 72, 8), ("ipv6", 48, 8): self = .transport
    case ("ipv4", 96, 32): self = .source
    case ("ipv4", 128, 32): self = .destination
    case ("ipv6", 64, 64): self = .sourceHigh
    case ("ipv6", 128, 64): self = .sourceLow
    case ("ipv6", 192, 64): self = .destinationHigh
    case ("ipv6", 256, 64): self = .destinationLow
    case ("tcp", 0, 16), ("udp", 0, 16): self = .sourcePort
    case ("tcp", 16, 16), ("udp", 16, 16): self = .destinationPort
    case ("icmp", 32, 16), ("icmpv6", 32, 16): self = .identifier
    default: return nil
    }
  }

  /// The same part of a packet that goes the other way.
  public var reversed: FlowField {
    switch self {
    case .source: .destination
    case .destination: .source
    case .sourceHigh: .destinationHigh
    case .destinationHigh: .sourceHigh
    case .sourceLow: .destinationLow
    case .destinationLow: .sourceLow
    case .sourcePort: .destinationPort
    case .destinationPort: .sourcePort
    case .identifier, .transport: self
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.order < right.order }
  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
