import IR

/// What a statement does to the packet as a whole.
enum PacketOperation: Sendable {
  case mirror(port: Int)
  /// Out by all ports but the one it came in by.
  case flood
  /// Out by the port of this index; one that is not there drops the packet.
  case forwardTo(TypedExpression)
  /// New headers, outermost first, before the one of a binding.
  case push([PushedHeader], before: Int)
  /// Takes away the headers from a binding's on, up to another's or to the next one.
  case pop(Int, upTo: Int?)
  /// To so many bytes: u32.
  case resize(TypedExpression)
  /// A new header behind the packet's last byte.
  case append(PushedHeader)
  /// Makes the checksum of a binding's header anew.
  case recompute(Int)
  /// Answers with an ICMP error about the packet, whose IP header a binding names.
  case replyError(ErrorReply, about: Int)
}

struct PushedHeader: Sendable {
  var binding: Int
  var kind: HeaderKind
  var fields: [Assignment]

  struct Assignment: Sendable {
    var field: HeaderField
    var value: TypedExpression
  }
}

/// The parts of an ICMP error: `rest` stands behind the checksum (a next-hop MTU, a pointer).
struct ErrorReply: Sendable {
  var type: TypedExpression
  var code: TypedExpression
  var rest: TypedExpression?
  var from: TypedExpression
}
