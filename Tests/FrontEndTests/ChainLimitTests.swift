import Diagnostics
import FrontEnd
import Testing

/// What the members of a chain may do together.
@Suite struct ChainLimitTests {
  private func diagnostics(_ second: String) -> [Diagnostic] {
    var log = DiagnosticLog()
    let text = """
      nf First {
        port a, b
        on packet(ip: ipv6) {
          push ipv6(source: 2001:db8::1, destination: 2001:db8::2) before ip
          push ipv6(source: 2001:db8::1, destination: 2001:db8::3) before ip
          forward other
        }
        otherwise drop "no"
      }
      nf Second {
        port a, b
        on packet(eth, ip: ipv6) {
          \(second)
          forward other
        }
        otherwise drop "no"
      }
      chain Both { port a, b  First -> Second }
      """
    let program = compileToIR(SourceFile(path: "test.nf", text: text), reportingTo: &log)
    #expect((program == nil) == log.diagnostics.contains { $0.severity == .error })
    return log.diagnostics.filter { $0.severity == .error }
  }

  @Test func bytesThatMembersPushAddUp() throws {
    let push = "push ipv6(source: 2001:db8::1, destination: 2001:db8::4) before ip"
    #expect(diagnostics(push).isEmpty)
    let errors = diagnostics(push + "\n" + push)
    #expect(errors.map(\.identifier) == ["too-many-bytes"])
    #expect(errors.first?.span.start.line == 14)
  }
}
