import Foundation
import Testbed
import Wire

/// The firewall scenario, probe by probe: which ones came out at the other end.
enum FirewallRun {
  static func throughKernel() throws -> [String: Bool] {
    let router = try KernelRouter(
      id: LiveRig.name("fwk"), ruleset: KernelRules.firewall, farMAC: ProbeEnds.farMACText)
    defer { router.tearDown() }
    return try run(ProbeEnds(router: router))
  }

  /// Sends all probes, in order. What is known of where they should go only decides how long to wait: a probe that is expected to
  /// arrive gets plenty of time, and one that arrives late after all is seen at the end.
  static func run(_ ends: ProbeEnds, expecting expected: [String: Bool] = [:]) throws -> [String: Bool] {
    let wire = try ProbeWire(client: ends.client, server: ends.server)
    var passed: [String: Bool] = [:]
    for (number, probe) in numbered {
      let patience = expected[probe.name].map { $0 ? 5 : 0.3 } ?? 1
      let frame = probe.frame(number: number, ends: ends)
      passed[probe.name] =
        try wire.exchange(frame, from: probe.from, patience: patience) { probe.isThis($0, number: number) } != nil
    }
    usleep(500_000)
    for (number, probe) in numbered where passed[probe.name] == false {
      passed[probe.name] = try wire.received(at: probe.from.other).contains {
        PacketView($0).map { probe.isThis($0, number: number) } ?? false
      }
    }
    return passed
  }

  private static var numbered: [(UInt16, Probe)] {
    FirewallProbes.all.enumerated().map { (UInt16($0.offset + 1), $0.element) }
  }
}
