import Diagnostics

/// A statement about the packet as a whole.
enum PacketStatementSyntax: Sendable {
  /// `mirror capture`.
  case mirror(Name)
  case flood
  /// `forward to packet.port`.
  case forwardTo(ExpressionSyntax)
  /// `push vlan(id: 7) before ip`, `push (ipv4(…), udp(…)) before frame`.
  case push([PushedHeaderSyntax], before: Name)
  /// `pop tag`, `pop outer to inside`.
  case pop(Name, upTo: Name?)
  /// `resize packet to 128`.
  case resize(ExpressionSyntax)
  /// `append Record(kind: 1)`.
  case append(PushedHeaderSyntax)
  /// `recompute l4`.
  case recompute(Name)
  /// `reply icmp(type: 11, code: 0, from: address)`.
  case replyError([ArgumentSyntax])

  /// True for those that decide what becomes of the packet.
  var isVerdict: Bool {
    switch self {
    case .flood, .forwardTo, .replyError: true
    default: false
    }
  }
}

/// `tag: vlan(id: 7)`; without a name it is called as its kind.
struct PushedHeaderSyntax: Sendable {
  var name: Name
  var kind: Name
  var arguments: [ArgumentSyntax]
  var span: SourceSpan
}
