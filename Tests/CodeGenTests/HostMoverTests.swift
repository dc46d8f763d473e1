import CodeGenHostC
import CodeGenSupport
import Foundation
import Halves
import IR
import Interpreter
import Plan
import Testing
import Wire

/// Records move to a NIC half that sees no packet, and back as the host needs them, replaces them or sees them expire.
/// The host half must stay the interpreter all the while.
@Suite struct HostMoverTests {
  @Test(arguments: HostCase.all)
  func movesAreInvisible(_ item: HostCase) throws {
    let program = try item.program()
    try HostToolchain.inScratch { scratch in
      let plan = HostSplitPlan(program).plan
      let layout = ProgramLayout(program, plan)
      let object = try HostToolchain.compile(hostSource(program, plan), in: scratch)
      for seed in 1...3 as ClosedRange<UInt64> {
        let half = try HostHalf(path: object, layout: layout)
        let interpreter = try Interpreter(program)
        try HostPair.configure(half, interpreter)
        try play(half, interpreter, seed: seed)
      }
    }
  }

  private func play(_ half: HostHalf, _ interpreter: Interpreter, seed: UInt64) throws {
    let nic = MapsInMemory(half.layout, entries: 8)
    let mover = RecordMover(host: half, nic: nic)
    var traffic = RandomTraffic(seed: seed, configuration: .forHosts)
    var moves = SplitMix64(seed: seed)
    for packet in 0..<3000 {
      let sent = traffic.next()
      var (expected, observed) = (sent.bytes, sent.bytes)
      let outcome = interpreter.run(&expected, port: sent.port, now: sent.time)
      if outcome.verdict == .forward { traffic.observe(expected, port: outcome.port) }
      let other = half.run(&observed, port: sent.port, now: sent.time)
      guard other == outcome, observed == expected else {
        Issue.record("packet \(packet): \(other), not \(outcome)")
        return
      }
      move(mover, &moves)
    }
    let moved = mover.counters
    for group in half.layout.groups.indices { mover.demote(group: group, slots: half.slots(group: group)) }
    #expect(half.snapshot() == interpreter.snapshot())
    #expect(nic.count == 0)
    #expect(half.layout.groups.isEmpty || moved.promoted > 0)
    #expect(moved.failed == 0 && moved.lost == 0)
  }

  private func move(_ mover: RecordMover, _ random: inout SplitMix64) {
    for group in mover.host.layout.groups.indices where random.next() % 4 == 0 {
      // Slots are given out from 0 up; picking among the first few moves the same records often.
      let slot = Int(random.next() % UInt64(min(64, mover.host.layout.groups[group][0].capacity)))
      if mover.host.isOnNIC(group: group, slot: slot), random.next() % 2 == 0 {
        #expect(mover.demote(group: group, slot: slot))
      } else {
        mover.promote(group: group, slot: slot)
      }
    }
  }

  private static let query = PacketBuilder.udp(
    from: Endpoint(.v4(10, 0, 0, 1), 1024), to: Endpoint(.v4(198, 51, 100, 1), 53))

  @Test func aRecordStaysWhilePacketsAreOnTheirWay() throws {
    let program = try HostCase(file: "nat.cir").program()
    try HostToolchain.inScratch { scratch in
      let plan = HostSplitPlan(program).plan
      let object = try HostToolchain.compile(hostSource(program, plan), in: scratch)
      let half = try HostHalf(path: object, layout: ProgramLayout(program, plan))
      let nic = MapsInMemory(half.layout, entries: 8)
      let mover = RecordMover(host: half, nic: nic)
      var made: [Int] = []
      mover.onCreated = { made.append($1) }
      var packet = Self.query
      #expect(half.run(&packet, port: 0, now: 1).verdict == .forward)
      #expect(made == [0])
      nic.buckets[7].punted = 3
      nic.buckets[7].done = 2
      #expect(!mover.promote(group: 0, slot: 0, ledgerBucket: 7))
      #expect(nic.count == 0 && mover.counters.inFlight == 1)
      nic.buckets[7].done = 3
      #expect(mover.promote(group: 0, slot: 0, ledgerBucket: 7))
      #expect(nic.count == 2 && half.isOnNIC(group: 0, slot: 0))
      #expect(nic.control(of: "bindings")?[0].owner == 1)
    }
  }

  @Test func withoutAMoverAPacketOfARecordOnTheNICIsDroppedAndCounted() throws {
    let program = try HostCase(file: "policer.cir").program()
    try HostToolchain.inScratch { scratch in
      let plan = HostSplitPlan(program).plan
      let object = try HostToolchain.compile(hostSource(program, plan), in: scratch)
      let half = try HostHalf(path: object, layout: ProgramLayout(program, plan))
      var first = Self.query
      #expect(half.run(&first, port: 0, now: 1).verdict == .forward)
      half.functions.pointee.set_owner(half.instance, 0, 0, 1)
      var second = Self.query
      let outcome = half.run(&second, port: 0, now: 2)
      #expect(outcome.verdict == .drop && Int(outcome.reason) == program.reasons.count)
      #expect(half.drops[program.reasons.count] == 1)
    }
  }
}

/// What the NIC half does to values decides who has them: the cases must hold all three kinds.
@Suite struct HostSharingTests {
  @Test(arguments: [("nat.cir", 0), ("counters.cir", 1), ("policer.cir", 2)])
  func kindsOfWrites(file: String, writes: Int) throws {
    let program = try HostCase(file: file).program()
    let layout = ProgramLayout(program, HostSplitPlan(program).plan)
    #expect(layout.maps.map(\.nicWrites.rawValue) == layout.maps.map { _ in writes })
    #expect(layout.maps[0].addedFields == (writes == 1 ? [0, 1] : []))
  }
}
