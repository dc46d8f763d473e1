import Diagnostics
import Testing

@testable import FrontEnd

@Suite struct LexerTests {
  private func kinds(_ text: String) -> [Token.Kind] {
    var log = DiagnosticLog()
    return Lexer.tokens(of: SourceFile(path: "t.nf", text: text), reportingTo: &log).map(\.kind).dropLast()
  }

  @Test func numbersAndDurations() {
    #expect(kinds("65_536 0xff 0b101") == [.integer(65_536), .integer(255), .integer(5)])
    #expect(
      kinds("120s 10ms 5us 3ns 2min 1h")
        == [120_000_000_000, 10_000_000, 5_000, 3, 120_000_000_000, 3_600_000_000_000].map(Token.Kind.duration))
  }

  @Test func rangesAreNotAddresses() {
    #expect(kinds("1024...65_535") == [.integer(1024), .symbol(.range), .integer(65_535)])
  }

  @Test func addresses() {
    #expect(kinds("203.0.113.1") == [.ipv4(0xcb00_7101)])
    #expect(kinds("2001:db8::1") == [.ipv6(IPv6Words(high: 0x2001_0db8_0000_0000, low: 1))])
    #expect(kinds("::ffff:192.0.2.1") == [.ipv6(IPv6Words(high: 0, low: 0xffff_c000_0201))])
    #expect(kinds("fe80::") == [.ipv6(IPv6Words(high: 0xfe80 << 48, low: 0))])
    #expect(kinds("1:2:3:4:5:6:7:8") == [.ipv6(IPv6Words(high: 0x1_0002_0003_0004, low: 0x5_0006_0007_0008))])
    #expect(kinds("02:00:00:00:00:01") == [.mac(0x0200_0000_0001)])
  }

  @Test func labelsAreNotAddresses() {
    #expect(kinds("a: b") == [.word("a"), .symbol(.colon), .word("b")])
    #expect(kinds("face:u16") == [.word("face"), .symbol(.colon), .word("u16")])
  }

  @Test func shownAddressesReadBack() throws {
    for text in ["2001:db8::1", "::", "fe80::1:0:0:2", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8"] {
      let words = try #require(AddressText.ipv6(text))
      #expect(AddressText.text(ipv6: words) == text)
    }
  }

  @Test func badAddresses() {
    for text in ["1:2:3:4:5:6:7:8:9", "2001:db8::1::2", "12345::", "::1.2.3", ":::"] {
      #expect(AddressText.ipv6(text) == nil, "\(text)")
    }
    for text in ["1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.0004", ""] {
      #expect(AddressText.ipv4(text) == nil, "\(text)")
    }
  }

  @Test func tokensAndTriviaAreTheWholeText() {
    let text = "nf T { // why\n  port a /* and\n b */, b\n}\n"
    var log = DiagnosticLog()
    let source = SourceFile(path: "t.nf", text: text)
    let tree = Parser.parse(source, reportingTo: &log)
    let rebuilt = tree.tokens.map {
      tree.leadingTrivia(of: $0) + String(decoding: source.bytes[$0.range], as: UTF8.self)
    }
    #expect(rebuilt.joined() == text)
  }
}
