import Diagnostics

/// `header Probe { kind: u8, length: u16 } after udp where destination == 9999 length 4 + length`.
struct HeaderSyntax: Sendable {
  var name: Name
  var fields: [FieldSyntax]
  var hosts: [Host]
  /// Bytes of the header where they vary.
  var length: ExpressionSyntax?

  struct Host: Sendable {
    var kind: Name
    var condition: ExpressionSyntax?
  }
}
