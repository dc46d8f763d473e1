import Testbed
import Testing

extension LiveTests {
  /// The kernel half of the oracle by itself: were its rules to pass or drop everything, comparing with it would prove nothing.
  @Suite struct KernelOracleTests {
    @Test func theKernelTellsProbesApart() throws {
      let passed = try KernelVerdicts.shared.firewall()
      for name in ["UDP answer", "SYN ACK answers", "data from outside", "RST answers", "echo reply"] {
        #expect(passed[name] == true, "\(name)")
      }
      for name in ["unsolicited UDP", "unsolicited SYN", "unsolicited echo", "unsolicited UDP, IPv6"] {
        #expect(passed[name] == false, "\(name)")
      }
    }

    @Test func theKernelTranslates() throws {
      let facts = try NATRun.throughKernel()
      for kind in NATProbes.Kind.allCases {
        #expect(facts["\(kind): source"] == Testbed.publicIPv4)
        #expect(facts["\(kind): answer reaches"] == "10.77.0.2:\(NATProbes.firstPort)")
        #expect(facts["\(kind): unsolicited reaches"] == "nobody")
      }
    }
  }
}
