import CNFABI
import CodeGenEBPF
import CodeGenSupport
import Foundation
import Halves
import IR
import Interpreter
import Plan
import Testing
import Wire

/// Several buckets, counters of 8 bits and time-outs by a field, in the kernel beside the interpreter.
@Suite(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"))
struct EBPFStateTests {
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func isTheInterpreter(seed: UInt64) throws {
    let program = try EBPFCase.lower("kept")
    try HostToolchain.inScratch { scratch in
      let nic = try NICHalf.forTests(program, .whollyNIC(program), in: scratch)
      let interpreter = try Interpreter(program)
      var random = SplitMix64(seed: seed)
      var now: UInt64 = 1_000_000
      for index in 0..<8_000 {
        now += random.next() % 4 == 0 ? random.next() % 12_000_000 : random.next() % 300_000
        let packet = Self.packet(&random)
        var bytes = packet
        let expected = interpreter.run(&bytes, port: 0, now: now)
        guard case .decided(let outcome, let observed) = try nic.run(packet, port: 0, now: now) else {
          throw HostToolchain.Failure(description: "packet \(index) was punted")
        }
        try #require(outcome == expected && observed == bytes, "packet \(index), \(packet), at \(now)")
      }
      let snapshot = try nic.snapshot(now: now)
      #expect(snapshot == interpreter.snapshot())
      // Tables do not fill, and packets are long enough.
      #expect(interpreter.pathCounts.count { $0.packets == 0 } == 5)
      #expect(try nic.pathCounts().map(\.packets) == interpreter.pathCounts.map(\.packets))
      #expect(snapshot.sketches["bloom"]?.values.contains(255) == true)
      _ = try nic.sweep(now: now)
      #expect(try nic.snapshot(now: now) == snapshot)
      #expect(try nic.entries("flows").count == snapshot.maps["flows"]?.count)
    }
  }

  /// In a split table the control word tells the class: the NIC half goes by it for every key of the record, and writes it with
  /// the field.
  @Test func splitRecordsHaveTheirClassInTheControlWord() throws {
    let program = try EBPFCase.lower("classed")
    let plan = HostSplitPlan(program).plan
    let layout = ProgramLayout(program, plan)
    #expect(layout.map(named: "flows")?.nicWrites == .stores && layout.map(named: "back")?.nicWrites == .stores)
    try HostToolchain.inScratch { scratch in
      let nic = try NICHalf.forTests(program, plan, in: scratch)
      try nic.setEntry("flows", .init(key: [9, 0, 0, 0], head: 5, value: [9, 0, 0, 0, 1, 0, 0, 0]))
      try nic.setEntry("back", .init(key: [9, 0, 0, 0], head: 5, value: [7, 1, 0, 0, 0, 0, 0, 0]))
      let word = try #require(nic.control(of: "flows")) + 5
      word.pointee = cora_control(
        last_seen: 1_000_000_000, owner: UInt32(CORA_OWNER_NIC), hits: 0, timeout_class: 1, reserved: 0)
      func decides(_ operation: UInt8, _ next: UInt8 = 0, after idle: UInt64) throws -> Bool {
        let bytes: [UInt8] = [0, 0, 0, 0, 0, operation, 0, 0, 0, next, 0, 9, 0, 0, 0, 0]
        guard case .decided = try nic.run(bytes, port: 0, now: word.pointee.last_seen + idle) else { return false }
        return true
      }
      #expect(try !decides(0, after: 20_000_000) && decides(0, after: 19_999_999))
      #expect(word.pointee.last_seen == 1_019_999_999 && word.pointee.timeout_class == 1)
      #expect(try decides(1, 0, after: 0) && word.pointee.timeout_class == 0)
      #expect(try decides(0, after: 4_999_999) && !decides(0, after: 5_000_000))
      #expect(try decides(2, after: 0) && word.pointee.timeout_class == 1)
      // Behind the list's end, the expiry's own time-out is in force.
      #expect(try decides(2, after: 0) && decides(2, after: 0) && word.pointee.timeout_class == 2)
      #expect(try decides(0, after: 39_999_999) && !decides(0, after: 40_000_000))
      #expect(try nic.entry("flows", [9, 0, 0, 0])?.value[4] == 3)
    }
  }

  private static func packet(_ random: inout SplitMix64) -> [UInt8] {
    let key = random.next() % 4 == 0 ? random.next() % 40 : random.next() % 4
    let operation = UInt8(random.next() % 6)
    // States of flows are few; amounts go up to a byte's most.
    let number = operation == 0 ? UInt8(random.next() % 5) : UInt8(truncatingIfNeeded: random.next())
    return [operation, number, 0, UInt8(key)] + [UInt8](repeating: 3, count: 36)
  }
}
