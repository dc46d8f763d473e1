import CodeGenHostC
import CodeGenSupport
import Foundation
import Halves
import IR
import Interpreter
import Plan
import Testing
import Wire

/// Both halves of programs in text form beside the interpreter: packets that one half changes and the other goes on with, and
/// records that move while their time-outs change.
@Suite(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"))
struct EBPFPairTests {
  /// The host goes on with packets that the NIC half has lengthened, cut and exported from.
  @Test func changedPacketsAreResumed() throws {
    let program = try EBPFCase.lower("bytes")
    var plan = OffloadPlan.whollyNIC(program)
    // The host binds headers again and stores to them.
    let hosted = [13, 16]
    plan.nicBlocks.removeAll { hosted.contains($0) }
    plan.cuts = program.blocks.enumerated().flatMap { index, block in
      block.terminator.targets.enumerated().filter { hosted.contains($0.element.block.index) }
        .map { Cut(from: index, edge: $0.offset, mode: .resume, reason: "test") }
    }
    try pair(program, plan, seed: 11) { pair, interpreter in
      var packets = OperationPackets(seed: 8)
      for index in 0..<4_000 {
        let packet = packets.next()
        let expected = Self.expected(interpreter, packet, 1)
        // XDP has no frames shorter than an Ethernet header.
        if expected.bytes.count < 14 { continue }
        let observed = try pair.run(packet, port: 0, now: 1)
        try #require(observed == expected, "packet \(index), \(packet)")
      }
      #expect(pair.resumed > 1_000)
    }
  }

  @Test(arguments: 1...2 as ClosedRange<UInt64>)
  func timeoutsFollowTheirField(seed: UInt64) throws {
    let program = try EBPFCase.lower("classed")
    try pair(program, HostSplitPlan(program).plan, seed: seed) { pair, interpreter in
      var random = SplitMix64(seed: seed)
      var now: UInt64 = 1_000_000
      for index in 0..<8_000 {
        now += random.next() % 8 == 0 ? random.next() % 12_000_000 : random.next() % 300_000
        let numbers = (0..<3).map { UInt8(random.next() % ($0 == 2 ? 24 : 4)) }
        let packet: [UInt8] = [0, 0, 0, 0, 0, numbers[0], 0, 0, 0, numbers[1], 0, numbers[2], 0, 0, 0, 0]
        let expected = Self.expected(interpreter, packet, now)
        let observed = try pair.run(packet, port: 0, now: now)
        try #require(observed == expected, "packet \(index), \(packet), at \(now)")
      }
      #expect(try pair.finalSnapshot() == interpreter.snapshot())
      #expect(pair.decidedOnNIC > 500, "\(pair.decidedOnNIC)")
    }
  }

  private static func expected(_ interpreter: Interpreter, _ packet: [UInt8], _ now: UInt64) -> HostResult {
    var bytes = packet
    let outcome = interpreter.run(&bytes, port: 0, now: now)
    return HostResult(outcome: outcome, bytes: bytes)
  }

  private func pair(
    _ program: Program, _ plan: OffloadPlan, seed: UInt64, _ body: (EBPFPair, Interpreter) throws -> Void
  ) throws {
    try HostToolchain.inScratch { scratch in
      let object = try HostToolchain.compile(hostSource(program, plan), in: scratch)
      let nic = try NICHalf.forTests(program, plan, in: scratch)
      let host = try HostHalf(path: object, layout: ProgramLayout(program, plan))
      try body(try EBPFPair(nic: nic, host: host, seed: seed), try Interpreter(program))
    }
  }
}
