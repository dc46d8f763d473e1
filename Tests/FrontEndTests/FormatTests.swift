import Diagnostics
import Foundation
import Testing

@testable import FrontEnd

/// The canonical form: what it looks like, and that it changes nothing but blanks.
@Suite struct FormatTests {
  private func formatted(_ text: String) throws -> String {
    var log = DiagnosticLog()
    let result = SourceFile(path: "t.nf", text: text).formatted(reportingTo: &log)
    return try #require(result, "\(log.rendered())")
  }

  /// A source in its own brackets, formatted, without them.
  private func body(_ text: String) throws -> String {
    let whole = try formatted("nf T {\nport a, b\non packet(ip: ipv4, l4: tcp | udp) {\n\(text)\n}\n}")
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(3).dropLast(3)
    return lines.map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0) }.joined(separator: "\n")
  }

  @Test func blanksWithinALine() throws {
    #expect(try body("let  x=FiveTuple4 ( ip,l4 )") == "let x = FiveTuple4(ip, l4)")
    #expect(try body("ip . ttl=ip.ttl-|1;forward a") == "ip.ttl = ip.ttl -| 1; forward a")
    #expect(try body("insert m [ a , b ]=E(x :1)with n[ c ]=2") == "insert m[a, b] = E(x: 1) with n[c] = 2")
    #expect(
      try body("if not(a or b)and(c){forward a}else{reply}")
        == "if not (a or b) and (c) { forward a } else { reply }")
    #expect(
      try body("match l4.source{80,443=>forward a\notherwise=>{ }}")
        == "match l4.source { 80, 443 => forward a\n  otherwise => {} }")
    #expect(try body("let x = a   <b") == "let x = a < b")
  }

  @Test func twoBlanksBetweenStatementsOfALineStay() throws {
    #expect(try body("remove e    forward a") == "remove e  forward a")
    #expect(try body("match x { 1 => reply   2 => forward   a }") == "match x { 1 => reply  2 => forward a }")
    #expect(
      try formatted("nf T { state s :pool [u16] { range 1 ... 9     released  with  m } }")
        == "nf T { state s: pool[u16] { range 1...9  released with m } }\n")
  }

  @Test func typesOfBits() throws {
    #expect(
      try formatted("nf T {\nparam a:bit < 12 > =1\nparam b: bit<4>\nport c\n}")
        == "nf T {\n  param a: bit<12> = 1\n  param b: bit<4>\n  port c\n}\n")
  }

  @Test func linesThatGoOn() throws {
    #expect(try body("let x =\na\n+ b\nreply") == "let x =\n  a\n  + b\nreply")
    #expect(
      try body("insert m[a] = 1\nwith n[b] = 2,\no[c] = 3\nreply")
        == "insert m[a] = 1\n  with n[b] = 2,\n  o[c] = 3\nreply")
    #expect(
      try body("if a\nand b {\nreply\n}\nelse {\nforward a\n}")
        == "if a\n  and b {\n  reply\n}\nelse {\n  forward a\n}")
    #expect(try body("m[a]\nelse {\nreply\n}") == "m[a]\n  else {\n    reply\n  }")
    #expect(try body("let k = F(\na,\nb\n)\nreply") == "let k = F(\n  a,\n  b\n)\nreply")
    #expect(
      try formatted("nf T {\nport a,\nb\non packet(ip: ipv4)\nfrom a\nwhere x {\nreply\n}\n}")
        == "nf T {\n  port a,\n    b\n  on packet(ip: ipv4)\n    from a\n    where x {\n    reply\n  }\n}\n")
  }

  @Test func clausesOfAHeader() throws {
    #expect(
      try formatted("header P {\nwords: u8\n}\nafter udp where destination==7\nlength 4*words\nnf T { port a }")
        == "header P {\n  words: u8\n}\n  after udp where destination == 7\n  length 4 * words\nnf T { port a }\n")
  }

  @Test func commentsStayWhereTheyAre() throws {
    let ragged =
      "\n\n// first\n\n\n/// second\nnf T {   // third\n\n port a /* b */ , c //fourth   \n  // last\n\n}\n// end\n\n"
    #expect(
      try formatted(ragged)
        == "// first\n\n/// second\nnf T {  // third\n\n  port a /* b */, c  //fourth\n  // last\n}\n// end\n")
    #expect(try formatted("nf T {\n/* one\n   two\n*/\nport a }") == "nf T {\n  /* one\n     two\n  */\n  port a }\n")
  }

  @Test func emptyLines() throws {
    #expect(try formatted("nf T {\n\n\nport a\r\n\r\n\r\n\r\nport b\n\n}") == "nf T {\n  port a\n\n  port b\n}\n")
  }

  @Test func mistakesAreLeftAlone() {
    var log = DiagnosticLog()
    #expect(SourceFile(path: "t.nf", text: "nf T {").formatted(reportingTo: &log) == nil)
    #expect(log.hasErrors)
  }

  static let sources =
    TestFiles.sources(in: TestFiles.programs) + TestFiles.sources(in: TestFiles.package.appending(path: "Examples"))
    + TestFiles.sources(in: TestFiles.cases.appending(path: "accept"))
  static let library = TestFiles.sources(in: TestFiles.package.appending(path: "Sources/FrontEnd/Library"))

  @Test(arguments: sources + library)
  func formattingKeepsTokensAndComments(_ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    for variant in [text, disordered(text)] {
      let once = try formatted(variant)
      #expect(try formatted(once) == once)
      #expect(try content(once) == content(variant))
    }
  }

  @Test(arguments: sources)
  func formattingKeepsTheMeaning(_ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(try ir(formatted(disordered(text))) == ir(text))
  }

  /// Run `cora fmt FILE.nf` where this fails.
  @Test(arguments: sources.filter { !$0.path.contains("/Cases/") } + library)
  func shippedProgramsAreFormatted(_ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(try formatted(text) == text, "\(file.lastPathComponent): 'cora fmt' changes it")
  }

  /// Other indentation, other line ends.
  private func disordered(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { String(repeating: "\t", count: $0 % 3) + String(repeating: " ", count: $0 % 5) + $1 + "  \r" }
      .joined(separator: "\n")
  }

  private func content(_ text: String) throws -> [String] {
    var log = DiagnosticLog()
    return Parser.parse(SourceFile(path: "t.nf", text: text), reportingTo: &log).words
  }

  private func ir(_ text: String) throws -> String {
    var log = DiagnosticLog()
    let imports = TestFiles.imports(of: TestFiles.cases.appending(path: "accept/t.nf"))
    let program = compileToIR(SourceFile(path: "t.nf", text: text), imports: imports, reportingTo: &log)
    return try #require(program, "\(log.rendered())").text(spans: false)
  }
}
