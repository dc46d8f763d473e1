import CodeGenEBPF
import CodeGenHostC
import CodeGenSupport
import Foundation
import Halves
import IR
import Interpreter
import Plan
import Testing
import Wire

/// Both halves together against the interpreter, with records moving to the NIC and back between packets.
@Suite(.serialized) struct HostSplitPairTests {
  /// The others add to fields of 8 and 13 bits or send copies, which eBPF cannot do.
  static let hostOnly = ["toy.cir", "corners.cir", "bytes.cir", "states.cir", "rows.cir"]
  static let cases = HostCase.all.filter { !hostOnly.contains($0.file) }

  @Test(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"), arguments: cases)
  func isTheInterpreter(_ item: HostCase) throws {
    let program = try item.program()
    let plan = HostSplitPlan(program).plan
    try HostToolchain.inScratch { scratch in
      let host = try HostToolchain.compile(hostSource(program, plan), in: scratch)
      let nic = try HostToolchain.compileNIC(nicSource(program, plan), in: scratch)
      for seed in 1...2 as ClosedRange<UInt64> {
        let pair = try SplitPair(nicObject: nic, hostObject: host, layout: ProgramLayout(program, plan))
        let interpreter = try Interpreter(program)
        try HostPair.configure(interpreter) { try pair.configure($0, index: $1, values: $2) }
        try play(pair, interpreter, seed: seed, packets: 2500)
      }
    }
  }

  private func play(_ pair: SplitPair, _ interpreter: Interpreter, seed: UInt64, packets: Int) throws {
    var traffic = RandomTraffic(seed: seed, configuration: .forHosts)
    var moves = SplitMix64(seed: seed)
    pair.promotes = { _, slot in slot % 3 != 0 }
    for packet in 0..<packets {
      let sent = traffic.next()
      var (expected, observed) = (sent.bytes, sent.bytes)
      let outcome = interpreter.run(&expected, port: sent.port, now: sent.time)
      if outcome.verdict == .forward { traffic.observe(expected, port: outcome.port) }
      let other = try pair.run(&observed, port: sent.port, now: sent.time)
      guard other == outcome, observed == expected else {
        Issue.record("packet \(packet) \(sent): \(other) \(observed), not \(outcome) \(expected); \(pair.counters)")
        return
      }
      move(pair.mover, &moves)
      if packet % 500 == 499 { try compare(pair, interpreter, after: packet) }
    }
    #expect(pair.mover.counters.failed == 0 && pair.mover.counters.lost == 0)
    #expect(pair.counters.onNIC > 0)
    try compareCounts(pair, interpreter)
  }

  private func compare(_ pair: SplitPair, _ interpreter: Interpreter, after packet: Int) throws {
    let (observed, expected) = (try pair.snapshot(), interpreter.snapshot())
    if observed == expected { return }
    for (name, entries) in expected.maps where observed.maps[name] != entries {
      let others = observed.maps[name] ?? []
      let extra = others.filter { !entries.contains($0) }
      let missing = entries.filter { !others.contains($0) }
      Issue.record("packet \(packet), '\(name)': \(extra.prefix(4)) instead of \(missing.prefix(4))")
    }
    #expect(observed.arrays == expected.arrays)
    #expect(observed.sketches == expected.sketches)
  }

  /// Packets by path number, summed over both halves.
  private func compareCounts(_ pair: SplitPair, _ interpreter: Interpreter) throws {
    let there = try pair.nic.pathCounts()
    let sums = zip(pair.host.paths, there).map { $0.packets + $1.packets }
    #expect(sums == interpreter.pathCounts.map(\.packets))
  }

  private func move(_ mover: RecordMover, _ random: inout SplitMix64) {
    for group in mover.host.layout.groups.indices where random.next() % 8 == 0 {
      let slot = Int(random.next() % UInt64(min(64, mover.host.layout.groups[group][0].capacity)))
      if mover.host.isOnNIC(group: group, slot: slot) {
        #expect(mover.demote(group: group, slot: slot))
      } else {
        mover.promote(group: group, slot: slot)
      }
    }
  }
}
