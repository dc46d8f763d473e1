import Diagnostics

extension Parser {
  /// `header Probe { kind: u8, length: u16 } after udp where destination == 9999 length 4 + length`.
  mutating func parseHeaderDeclaration() -> HeaderSyntax? {
    advance()
    guard let name = expectNewName("the header's name"), let fields = parseFields() else { return nil }
    var header = HeaderSyntax(name: name, fields: fields, hosts: [], length: nil)
    while take(word: "after") {
      guard let kind = expectName("the header before it") else { return nil }
      let condition = take(word: "where") ? parseExpression() : nil
      header.hosts.append(HeaderSyntax.Host(kind: kind, condition: condition))
    }
    if take(word: "length") { header.length = parseExpression() }
    return header
  }
}
