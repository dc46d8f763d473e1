import struct Agreement.Comparison
import Agreement
import Testing

/// The NIC half in the kernel beside the interpreter, on seeded random packets, malformed ones among them. XDP is not given
/// frames shorter than an Ethernet header, so such are left out.
@Suite(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"))
struct EBPFDifferentialTests {
  static let whollyNIC =
    EBPFCase.whollyNIC.map { EBPFCase(program: $0, placing: .nic) } + [
      EBPFCase(program: "firewall", placing: .nic, changes: ["expire idle by life": "expire idle 9ms"]),
      EBPFCase(program: "flowmon", placing: .nic, changes: ["expire idle 60s": "expire fixed 5ms"]),
    ]

  @Test(arguments: whollyNIC)
  func whollyNICIsTheInterpreter(_ item: EBPFCase) throws {
    let program = try item.lowered()
    try HostToolchain.inScratch { scratch in
      let comparison = Comparison.nic(try .byHand(program, item.plan(program), in: scratch))
      for seed in 1...2 as ClosedRange<UInt64> { #expect(try comparison.run(packets: 6_000, seed: seed).onNIC > 5_000) }
    }
  }

  /// Both halves with records that move at random: whoever decides, it is what the interpreter decides.
  @Test(arguments: EBPFCase.paired)
  func splitIsTheInterpreter(_ item: EBPFCase) throws {
    let program = try item.lowered()
    try HostToolchain.inScratch { scratch in
      let comparison = Comparison.pair(try .byHand(program, item.plan(program), in: scratch))
      for seed in 1...2 as ClosedRange<UInt64> {
        let tally = try comparison.run(packets: 6_000, seed: seed)
        #expect(tally.onNIC > 0)
        #expect(tally.resumed > 0 || item.program != "resumed")
      }
    }
  }

  /// The same under the plain rule that splits every map, with tables so small that they fill up.
  @Test(arguments: HostCase.all.filter { !hostOnly.contains($0.file) })
  func splitTextIsTheInterpreter(_ item: HostCase) throws {
    let program = try item.program()
    try HostToolchain.inScratch { scratch in
      let comparison = Comparison.pair(try .byHand(program, HostSplitPlan(program).plan, in: scratch))
      for seed in 1...2 as ClosedRange<UInt64> { #expect(try comparison.run(packets: 2_500, seed: seed).onNIC > 0) }
    }
  }

  /// These add to fields of 8 and 13 bits or send copies, which eBPF cannot do.
  private static let hostOnly = ["toy.cir", "corners.cir", "bytes.cir", "states.cir", "rows.cir"]
}
