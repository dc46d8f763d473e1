import Testbed
import Testing

/// The kernel half of the oracle by itself: were its rules to pass or drop everything, comparing with it would prove nothing.
@Suite(.serialized) struct OracleProbeTests {
  @Test func theKernelTellsProbesApart() throws {
    let passed = try FirewallRun.throughKernel(id: "ora")
    #expect(passed["UDP answer"] == true)
    #expect(passed["unsolicited UDP"] == false)
    #expect(passed["SYN ACK answers"] == true)
    #expect(passed["unsolicited SYN"] == false)
  }
}

/// The firewall scenario, probe by probe: which ones came out at the other end.
enum FirewallRun {
  static func throughKernel(id: String) throws -> [String: Bool] {
    let router = try KernelRouter(id: id, ruleset: KernelRules.firewall, farMAC: ProbeEnds.farMACText)
    defer { router.tearDown() }
    return try run(ProbeEnds(router: router))
  }

  static func run(_ ends: ProbeEnds) throws -> [String: Bool] {
    let wire = try ProbeWire(client: ends.client, server: ends.server)
    var passed: [String: Bool] = [:]
    for (index, probe) in FirewallProbes.all.enumerated() {
      let number = UInt16(index + 1)
      let frame = probe.frame(number: number, ends: ends)
      passed[probe.name] = try wire.exchange(frame, from: probe.from) { probe.isThis($0, number: number) } != nil
    }
    return passed
  }
}
