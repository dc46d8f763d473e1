import Diagnostics
import IR

extension Program {
  /// Keys of maps that differ between packets of one flow: made of the clock, the packet's length, an estimate, or a
  /// header field that changes from packet to packet.
  var keysThatBreakAffinity: [Diagnostic] {
    let accesses = StateAccesses(self).all.filter { access in
      self[access.state].map != nil && (access.kind == .find || access.kind == .insert)
    }
    if accesses.isEmpty { return [] }
    let derivations = Derivations(self)
    return accesses.compactMap { access in
      guard let span = access.span else { return nil }
      for (position, value) in access.key.enumerated() {
        let fickle = derivations.derivation(of: value).sources.filter(\.changesWithinFlow)
        guard let source = fickle.map({ $0.description(in: self) }).min() else { continue }
        let fields = self[access.state].keyFields
        let field = fields.indices.contains(position) ? fields[position].name : "key"
        return .breaksAffinity(self[access.state].name, field: field, source: source, at: span)
      }
      return nil
    }
  }
}

extension ValueSource {
  /// True for what packets of one flow do not have in common. IP's identification is not listed: it tells the
  /// fragments of one packet, which belong together.
  fileprivate var changesWithinFlow: Bool {
    switch self {
    case .clock, .packetLength, .estimate: true
    case .field(let kind, let name, _, _): Self.fickleFields[kind]?.contains(name) ?? false
    default: false
    }
  }

  private static let fickleFields: [String: Set<String>] = [
    "ipv4": ["totalLength", "ttl", "checksum"],
    "ipv6": ["payloadLength", "ttl"],
    "tcp": [
      "sequence", "acknowledgment", "cwr", "ece", "urg", "ack", "psh", "rst", "syn", "fin", "window", "checksum",
      "urgent",
    ],
    "udp": ["length", "checksum"],
    "icmp": ["checksum", "sequence"],
    "icmpv6": ["checksum", "sequence"],
  ]
}
