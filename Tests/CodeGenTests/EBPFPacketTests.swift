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

/// What programs do to whole packets, in the kernel: `bytes.cir` does what a packet's first byte says, with the numbers behind it.
@Suite(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"))
struct EBPFPacketTests {
  @Test func isTheInterpreter() throws {
    let program = try EBPFCase.lower("bytes")
    let noRoom = UInt16(OwnReason.noRoom.index(in: program))
    try HostToolchain.inScratch { scratch in
      let nic = try NICHalf.forTests(program, .whollyNIC(program), in: scratch)
      let interpreter = try Interpreter(program)
      var packets = OperationPackets(seed: 5)
      var ends: [Outcome.Verdict: Int] = [:]
      for index in 0..<6_000 {
        let packet = packets.next()
        var bytes = packet
        let expected = interpreter.run(&bytes, port: 0, now: 1)
        guard case .decided(let outcome, let observed) = try nic.run(packet, port: 0, now: 1) else {
          Issue.record("packet \(index) was punted")
          return
        }
        ends[expected.verdict, default: 0] += 1
        // XDP has no frames shorter than an Ethernet header.
        let matches = bytes.count < 14 ? outcome.reason == noRoom : outcome == expected && observed == bytes
        guard matches else {
          Issue.record("packet \(index), \(packet): \(outcome), \(observed), not \(expected), \(bytes)")
          return
        }
      }
      #expect(ends.values.allSatisfy { $0 > 40 } && ends.count == 3)
      #expect(try nic.lostExports() == 0)
    }
  }

  /// Their loops have no rounds, so the verifier never walks what a round does, and must not remove it.
  @Test func fewBytesAreSummedAndHashed() throws {
    let text = """
      program Few from "few.nf"
      port left
      header ctl: control 14 bytes
      block b0 entry:
        v0: u32 = constant 0
        extract ctl at v0: ok b1, short b2
      block b1 control:
        v1: u16 = load ctl.at[0:16]
        v2: u32 = convert v1
        v3: u32 = constant 20
        v4: u16 = sumBytes v2, v3
        v5: u64 = hashBytes seed 3 v2, v3
        store ctl.sum[0:16] = v4
        store ctl.hash[16:64] = v5
        forward left
      block b2 short:
        forward left
      """
    let program = try Program(parsing: text)
    try #require(program.verify().isEmpty, "\(program.verify())")
    try HostToolchain.inScratch { scratch in
      let nic = try NICHalf.forTests(program, .whollyNIC(program), in: scratch)
      let interpreter = try Interpreter(program)
      for place in 0..<70 {
        let packet = [0, UInt8(place)] + (0..<58).map { UInt8($0 * 11 & 255) }
        var bytes = packet
        let expected = interpreter.run(&bytes, port: 0, now: 1)
        #expect(try nic.run(packet, port: 0, now: 1) == .decided(expected, packet: bytes))
      }
    }
  }

  /// The bytes of paths are those at the verdict.
  @Test func pathsCountTheBytesThatLeave() throws {
    let program = try EBPFCase.lower("bytes")
    try HostToolchain.inScratch { scratch in
      let nic = try NICHalf.forTests(program, .whollyNIC(program), in: scratch)
      _ = try nic.run(OperationPackets.packet(1, 0, 0, length: 60), port: 0, now: 1)
      _ = try nic.run(OperationPackets.packet(5, 40, 0, length: 60), port: 0, now: 1)
      #expect(try nic.pathCounts().reduce(0) { $0 + $1.bytes } == 64 + 40)
    }
  }

  /// The header tells of the packet as it came: its length, and the ledger's bucket; offsets are those in the changed one.
  @Test func whatWasChangedIsResumed() throws {
    let program = try EBPFCase.lower("bytes")
    var plan = OffloadPlan.whollyNIC(program)
    plan.nicBlocks.removeAll { $0 == 16 }
    plan.cuts = [Cut(from: 10, edge: 0, mode: .resume, reason: "test")]
    let point = try #require(try ResumePoint.all(of: program, plan).first)
    try HostToolchain.inScratch { scratch in
      let nic = try NICHalf.forTests(program, plan, in: scratch)
      let packet = OperationPackets.packet(9, 77, 0, length: 90, protocol: 6)
      let packets = try (0..<2).map { _ in try nic.run(packet, port: 0, now: 7) }
      guard case .punted(let punt) = packets[0], case .punted(let second) = packets[1] else {
        Issue.record("\(packets)")
        return
      }
      #expect(punt.header.arrived == 90 && punt.packet == [UInt8](repeating: 0, count: 50) + packet)
      #expect(punt.header.live == [6, 77] && point.headers.count == 1)
      let words = [UInt64(0x0906_004d_0000_2b32), 0x3940_474e]
      #expect(UInt64(punt.header.ledger) == mix64(seed: 0, words) & UInt64(CORA_LEDGER_BUCKETS - 1))
      #expect(second.header.sequence == punt.header.sequence + 1)
    }
  }

  /// A punt header and what was inserted do not both fit before the packet.
  @Test func aResumeWithoutHeadRoomIsRefused() throws {
    var program = try EBPFCase.lower("bytes")
    var plan = OffloadPlan.whollyNIC(program)
    plan.nicBlocks.removeAll { $0 == 16 }
    plan.cuts = [Cut(from: 10, edge: 0, mode: .resume, reason: "test")]
    let block = try #require(program.blocks[10].instructions.first)
    guard case .insertBytes(let at, 50) = block.operation else { throw HostToolchain.Failure(description: "\(block)") }
    // 216 - 48 - 2 * 8
    program.blocks[10].instructions[0].operation = .insertBytes(at: at, count: 128)
    _ = try nicSource(program, plan)
    program.blocks[10].instructions.insert(Instruction(.insertBytes(at: at, count: 25)), at: 0)
    let error = #expect(throws: CodeGenError.self) { try nicSource(program, plan) }
    #expect(error?.description.contains("no head room to resume with 2 values and 153 inserted bytes") == true)
  }

  @Test func mirroringIsRefused() throws {
    var program = try EBPFCase.lower("bytes")
    program.blocks[2].instructions.append(Instruction(.mirror(port: 1)))
    let error = #expect(throws: CodeGenError.self) { try nicSource(program, .whollyNIC(program)) }
    #expect(error?.description.contains("mirrors packets") == true)
  }
}

/// Packets for `bytes.cir`: the operation, a protocol number, two numbers, and bytes that count up, or extension headers.
struct OperationPackets {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  static func packet(_ operation: UInt8, _ a: UInt16, _ b: UInt16, length: Int, protocol number: UInt8 = 0) -> [UInt8] {
    let head = [operation, number, UInt8(a >> 8), UInt8(a & 255), UInt8(b >> 8), UInt8(b & 255)]
    return head + (6..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
  }

  mutating func next() -> [UInt8] {
    let operation = UInt8(below(14))
    // Long ones where nothing grows: a test run has one page, its head room and tail room included.
    let length = 14 + below(below(8) == 0 ? (6...8).contains(operation) ? 3_200 : 1_400 : 240)
    let first: UInt8 = [0, 43, 44, 51, 60, 6][below(6)]
    var packet = Self.packet(
      operation, number(around: length), number(around: length), length: length, protocol: first)
    if operation == 8, below(8) != 0 { packet[2...3] = [0, UInt8(14 + below(8))] }
    if operation == 8 { writeExtensions(&packet) }
    return packet
  }

  /// Numbers in the packet, at its end, and far from it.
  private mutating func number(around length: Int) -> UInt16 {
    switch below(6) {
    case 0: UInt16(max(0, length - 20 + below(40)))
    case 1: UInt16(length)
    case 2: UInt16(truncatingIfNeeded: below(1 << 16))
    case 3: UInt16(below(70))
    default: UInt16(below(length + 1))
    }
  }

  /// Headers that follow one another from the packet's first number, most of them short.
  private mutating func writeExtensions(_ packet: inout [UInt8]) {
    var place = Int(packet[2]) << 8 | Int(packet[3])
    var number = packet[1]
    while place + 8 <= packet.count {
      let units = below(4) == 0 ? below(6) : 0
      let next: UInt8 = [0, 43, 44, 51, 60, 60, 0, 17][below(8)]
      packet[place] = next
      packet[place + 1] = UInt8(units)
      if below(4) != 0 { packet[place + 2...place + 3] = [0, UInt8(below(2))] }
      place += number == 44 ? 8 : number == 51 ? (units + 2) * 4 : (units + 1) * 8
      number = next
    }
  }

  private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
}
