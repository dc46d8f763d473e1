import Diagnostics
import FrontEnd
import IR
import Testing

@Suite struct SettingsTests {
  private let source = SourceFile(
    path: "t.nf",
    text: """
      nf T {
        param public: ipv4 = 203.0.113.1
        param inner: ipv6 = 2001:db8::1
        param limit: u16
        param wait: duration = 10ms
        port a
        on packet(ip: ipv4, l4: tcp) where ip.source == public and l4.source == limit { drop "x" }
        otherwise reply
      }
      """)

  private func compile(_ settings: [String: String]) -> (Program?, DiagnosticLog) {
    var log = DiagnosticLog()
    let program = compileToIR(source, settings: settings, reportingTo: &log)
    return (program, log)
  }

  @Test func valuesAreWrittenAsInTheSource() throws {
    let (program, log) = compile(["public": "198.51.100.7", "inner": "192.0.2.1", "limit": "65_535", "wait": "2min"])
    #expect(!log.hasErrors)
    let parameters = try #require(program).parameters
    #expect(parameters.map(\.name) == ["public", "inner.hi", "inner.lo", "limit", "wait"])
    #expect(parameters.map(\.value) == [0xc633_6407, 0, 0xffff_c000_0201, 65_535, 120_000_000_000])
    #expect(parameters.map(\.shown) == ["198.51.100.7", "::ffff:192.0.2.1", "::ffff:192.0.2.1", "65535", "2min"])
  }

  @Test(arguments: [
    ("limt", "1", "unknown-parameter"), ("limit", "65536", "literal-too-large"), ("limit", "lots", "unknown-name"),
    ("limit", "1 2", "expected"), ("limit", "", "expected"), ("public", "2001:db8::1", "type-mismatch"),
    ("public", "203.0.113.256", "bad-address"),
  ])
  func badSettings(_ name: String, _ value: String, _ identifier: String) {
    let (program, log) = compile(["limit": "1"].merging([name: value]) { $1 })
    #expect(program == nil)
    #expect(log.diagnostics.map(\.identifier) == [identifier])
    #expect(log.rendered().hasPrefix("--set"))
  }

  @Test func aParameterWithoutDefaultMustBeSet() {
    let (program, log) = compile([:])
    #expect(program == nil)
    #expect(log.diagnostics.map(\.identifier) == ["parameter-not-set"])
  }
}
