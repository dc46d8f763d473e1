import IR
import Testing
import Wire

@testable import Interpreter

/// A program of straight-line steps over a header of 12 bytes that stands in front: `at` and `count` (u32) are its first fields.
private func steps(_ lines: String, header: String = "forward out") -> String {
  """
  program Bytes
  port out
  port tap
  reason "short"
  stream flows (length: u32, at: u8)
  header h: words 12 bytes
  header late: words 4 bytes
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b2
  block b1 work:
    v1: u32 = load h.at[0:32]
    v2: u32 = load h.count[32:32]
    v3: u32 = packetLength
    \(lines.split(separator: "\n").joined(separator: "\n    "))
    \(header)
  block b2 short:
    drop "short"
  """
}

/// `at`, `count` and bytes 8, 9, 10 ... of a packet.
private func packet(_ at: UInt64, _ count: UInt64, length: Int = 32) -> [UInt8] {
  bigEndian(at, bytes: 4) + bigEndian(count, bytes: 4) + (8..<length).map { UInt8(truncatingIfNeeded: $0) }
}

private let noRoom: UInt16 = 2

@Suite struct ByteTests {
  @Test(arguments: [0, 1, 14, 31, 32, 33, 70_000, UInt64(UInt32.max)], [1, 8, 128])
  func `Room is made before a byte, at the end past it`(at: UInt64, count: Int) throws {
    let program = try interpreter(
      steps("insertBytes \(count) at v1\nv4: u32 = packetLength\nv5: u8 = constant 7\nexport flows(v4, v5)"))
    let before = packet(at, 0)
    let (outcome, bytes) = program.result(before)
    let place = min(Int(at), 32)
    #expect(bytes == before[..<place] + [UInt8](repeating: 0, count: count) + before[place...])
    #expect(outcome.verdict == .forward && outcome.exported == [.init(stream: 0, values: [UInt64(32 + count), 7])])
    #expect(program.pathCounts.contains { $0.packets == 1 && $0.bytes == UInt64(32 + count) })
  }

  @Test func `Room of two insertions adds up, and the length is read where it stands`() throws {
    let program = try interpreter(
      steps(
        "insertBytes 100 at v0\nv4: u32 = packetLength\ninsertBytes 28 at v4\nbind late at v4\nstore late.x[0:32] = v3")
    )
    let before = packet(0, 0)
    let expected =
      [UInt8](repeating: 0, count: 100) + before + bigEndian(32, bytes: 4) + [UInt8](repeating: 0, count: 24)
    #expect(program.result(before).bytes == expected)
  }

  @Test(
    arguments: [
      (0, 4), (14, 4), (31, 1), (31, 9), (32, 1), (0, 32), (0, 0), (9, 4_294_967_295), (4_294_967_295, 4_294_967_295),
    ] as [(UInt64, UInt64)])
  func `Bytes are removed as far as they are there`(at: UInt64, count: UInt64) throws {
    let before = packet(at, count)
    let (start, end) = (min(Int(at), 32), min(Int(at + count), 32))
    let bytes = try interpreter(steps("removeBytes v2 at v1")).result(before).bytes
    #expect(bytes == Array(before[..<start]) + Array(before[end...]))
  }

  @Test(arguments: [0, 1, 31, 32, 33, 544, 545, 4_294_967_295] as [UInt64])
  func `A length cuts or appends zero bytes, 512 at most`(length: UInt64) throws {
    let before = packet(length, 0)
    let program = try interpreter(steps("setLength v1"))
    let (outcome, bytes) = program.result(before)
    guard length <= 544 else {
      #expect(outcome.verdict == .drop && outcome.reason == noRoom && bytes == before)
      #expect(program.dropCounts == [0] && program.drops(for: .noRoom) == 1 && program.drops(for: .handOverFailed) == 0)
      return
    }
    #expect(bytes == before.prefix(Int(length)) + [UInt8](repeating: 0, count: max(0, Int(length) - 32)))
  }

  @Test func `What is appended is counted from the length that the packet came with`() throws {
    let program = try interpreter(steps("removeBytes v2 at v0\ninsertBytes 64 at v0\nsetLength v1"))
    #expect(program.result(packet(544, 20)).bytes.count == 544)
    #expect(program.result(packet(545, 20)).outcome.reason == noRoom)
    let cut = try interpreter(steps("setLength v1\nsetLength v2")).result(packet(10, 40)).bytes
    #expect(cut == packet(10, 40).prefix(10) + [UInt8](repeating: 0, count: 30))
  }

  @Test func `A header that is not there ends the packet`() throws {
    let program = try interpreter(steps("bind late at v1\nstore late.x[0:32] = v2"))
    #expect(program.result(packet(28, 5)).bytes.suffix(4) == [0, 0, 0, 5])
    for at in [29, 32, 4_294_967_295] as [UInt64] {
      let outcome = program.result(packet(at, 5)).outcome
      #expect(outcome.verdict == .drop && outcome.reason == noRoom)
    }
  }

  @Test func `Large packets move too`() throws {
    let program = try interpreter(steps("insertBytes 128 at v1"))
    for length in [60, 65_535, 200_000, 1_000_000, 61] {
      let before = packet(20, 0, length: length)
      let expected = Array(before[..<20]) + [UInt8](repeating: 0, count: 128) + Array(before[20...])
      #expect(program.result(before).bytes == expected)
    }
  }

  @Test func `An empty packet has no header`() throws {
    #expect(try interpreter(steps("insertBytes 8 at v0")).result([]).outcome.verdict == .drop)
  }

  @Test func `Mirrored packets are as they were, in order`() throws {
    let program = try interpreter(
      steps("mirror tap\nstore h.x[0:32] = v2\nmirror out\ninsertBytes 2 at v0\nmirror tap"))
    let before = packet(1, 2)
    let after = bigEndian(2, bytes: 4) + before[4...]
    for _ in 0..<2 {
      #expect(
        program.result(before).outcome.mirrored == [
          .init(port: 1, bytes: before), .init(port: 0, bytes: after), .init(port: 1, bytes: [0, 0] + after),
        ])
    }
    #expect(program.result([1]).outcome.mirrored.isEmpty)
  }

  @Test func `Records are given away in order, of dropped packets too`() throws {
    let program = try interpreter(
      steps("v4: u8 = constant 3\nexport flows(v1, v4)\nexport flows(v2, v4)", header: "drop \"short\""))
    let outcome = program.result(packet(11, 12)).outcome
    #expect(outcome.exported == [.init(stream: 0, values: [11, 3]), .init(stream: 0, values: [12, 3])])
    #expect(program.result([]).outcome.exported.isEmpty)
  }
}
