import struct Agreement.Comparison
import Agreement
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
    var packets = OperationPackets(seed: 8)
    let interpreter = try Interpreter(program)
    let steps = (0..<4_000).map { _ in Step(bytes: packets.next(), port: 0, time: 1, salt: 7) }.filter { step in
      // XDP has no frames shorter than an Ethernet header.
      var bytes = step.bytes
      _ = interpreter.run(&bytes, port: 0, now: 1)
      return bytes.count >= 14
    }
    let tally = try HostToolchain.inScratch { try Comparison.pair(.byHand(program, plan, in: $0)).run(steps, seed: 11) }
    #expect(tally.resumed > 1_000)
  }

  @Test(arguments: 1...2 as ClosedRange<UInt64>)
  func timeoutsFollowTheirField(seed: UInt64) throws {
    let program = try EBPFCase.lower("classed")
    var random = SplitMix64(seed: seed)
    var now: UInt64 = 1_000_000
    let steps = (0..<8_000).map { _ in
      now += random.next() % 8 == 0 ? random.next() % 12_000_000 : random.next() % 300_000
      let numbers = (0..<3).map { UInt8(random.next() % ($0 == 2 ? 24 : 4)) }
      let packet: [UInt8] = [0, 0, 0, 0, 0, numbers[0], 0, 0, 0, numbers[1], 0, numbers[2], 0, 0, 0, 0]
      return Step(bytes: packet, port: 0, time: now, salt: Step.withManyMoves(random.next()))
    }
    let plan = HostSplitPlan(program).plan
    let tally = try HostToolchain.inScratch { try Comparison.pair(.byHand(program, plan, in: $0)).run(steps, seed: seed) }
    #expect(tally.onNIC > 500)
  }
}
