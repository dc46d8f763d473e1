import IR
import Testing
import Wire

@testable import Interpreter

/// Writes the sum or the hash of a range, given in front, behind it.
private func ranged(_ operation: String, type: String) -> String {
  """
  program Ranged
  port out
  reason "short"
  header h: words 16 bytes
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b2
  block b1 work:
    v1: u32 = load h.offset[0:32]
    v2: u32 = load h.length[32:32]
    v3: \(type) = \(operation) v1, v2
    v4: u64 = convert v3
    store h.result[64:64] = v4
    forward out
  block b2 short:
    drop "short"
  """
}

private let walking = """
  program Walking
  port out
  reason "short"
  header h: words 16 bytes
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b2
  block b1 work:
    v1: u8 = load h.number[0:8]
    v2: u32 = load h.offset[32:32]
    v3: u64 = skipExtensions v1, v2
    store h.result[64:64] = v3
    forward out
  block b2 short:
    drop "short"
  """

private func walk(_ first: UInt8, _ bytes: [UInt8], offset: UInt64 = 16) throws -> UInt64 {
  let packet = [first, 0, 0, 0] + bigEndian(offset, bytes: 4) + bigEndian(0, bytes: 8) + bytes
  return number(try interpreter(walking).result(packet).bytes[8..<16])
}

@Suite struct RangeTests {
  private static let ranges: [(UInt64, UInt64)] = [
    (0, 0), (16, 0), (16, 1), (16, 2), (17, 7), (16, 8), (16, 9), (0, 4_000), (2_990, 100), (3_000, 5), (3_001, 5),
    (4_294_967_295, 4_294_967_295), (16, 4_294_967_295), (952, 2_047), (952, 2_048), (952, 2_049),
  ]

  private func clipped(_ packet: [UInt8], _ offset: UInt64, _ length: UInt64) -> ArraySlice<UInt8> {
    packet.dropFirst(Int(offset)).prefix(Int(min(length, 2_048)))
  }

  private func packet(_ offset: UInt64, _ length: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: offset &+ length)
    return bigEndian(offset, bytes: 4) + bigEndian(length, bytes: 4)
      + (8..<3_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  @Test(arguments: ranges) func `A sum is that of big-endian words, an odd byte the high one`(
    _ offset: UInt64, _ length: UInt64
  ) throws {
    let bytes = packet(offset, length)
    var sum: UInt64 = 0
    for (index, byte) in clipped(bytes, offset, length).enumerated() { sum += UInt64(byte) << (index % 2 == 0 ? 8 : 0) }
    while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
    let observed = try interpreter(ranged("sumBytes", type: "u16")).result(bytes).bytes
    #expect(number(observed[8..<16]) == sum)
  }

  @Test(arguments: ranges) func `A hash is that of the words and the length`(_ offset: UInt64, _ length: UInt64) throws
  {
    let bytes = packet(offset, length)
    let range = Array(clipped(bytes, offset, length))
    let padded = range + [UInt8](repeating: 0, count: (8 - range.count % 8) % 8)
    let words = stride(from: 0, to: padded.count, by: 8).map { number(padded[$0..<$0 + 8]) }
    let observed = try interpreter(ranged("hashBytes seed 77", type: "u64")).result(bytes).bytes
    #expect(number(observed[8..<16]) == mix64(seed: 77, words + [UInt64(range.count)]))
  }
}

@Suite struct ExtensionWalkTests {
  private func header(_ next: UInt8, units: UInt8 = 0, bytes: Int = 8) -> [UInt8] {
    [next, units] + [UInt8](repeating: 0xee, count: bytes - 2)
  }

  private func fragment(_ next: UInt8, _ word: UInt16, id: UInt32) -> [UInt8] {
    [next, 200] + bigEndian(UInt64(word), bytes: 2) + bigEndian(UInt64(id), bytes: 4)
  }

  @Test(arguments: [6, 17, 58, 59, 1, 4] as [UInt8])
  func `A transport is not walked over`(number: UInt8) throws {
    #expect(try walk(number, [1, 2, 3]) == ExtensionWalk(offset: 16, transport: number).packed)
    #expect(try walk(number, [], offset: 70_000) == ExtensionWalk(offset: 70_000 & 0xffff, transport: number).packed)
  }

  @Test func `Lengths are in units of eight bytes, of four for authentication`() throws {
    #expect(try walk(0, header(17, units: 1, bytes: 16)) == ExtensionWalk(offset: 32, transport: 17).packed)
    #expect(try walk(43, header(6)) == ExtensionWalk(offset: 24, transport: 6).packed)
    #expect(try walk(51, header(6, units: 4, bytes: 24)) == ExtensionWalk(offset: 40, transport: 6).packed)
    let chain = header(60) + header(51, units: 2, bytes: 24) + header(58, units: 1, bytes: 12)
    #expect(try walk(0, chain) == ExtensionWalk(offset: 16 + 8 + 24 + 12, transport: 58).packed)
  }

  @Test func `Fragments are told with their place and identification`() throws {
    func walked(_ word: UInt16) throws -> UInt64 { try walk(44, fragment(60, word, id: 0xdead_beef) + header(17)) }
    func expected(_ offset: UInt64, _ transport: UInt8, _ fragment: Bool, later: Bool) -> UInt64 {
      ExtensionWalk(
        offset: offset, transport: transport, isFragment: fragment, isLaterFragment: later, identification: 0xdead_beef
      ).packed
    }
    #expect(try walked(0) == expected(32, 17, false, later: false))
    #expect(try walked(6) == expected(32, 17, false, later: false))
    #expect(try walked(1) == expected(32, 17, true, later: false))
    #expect(try walked(8) == expected(24, 60, true, later: true))
    #expect(try walked(0xfff9) == expected(24, 60, true, later: true))
  }

  @Test func `Eight headers are walked over, of nine nothing follows`() throws {
    let seven = [[UInt8]](repeating: header(60), count: 7).flatMap { $0 }
    #expect(try walk(60, seven + header(17)) == ExtensionWalk(offset: 16 + 64, transport: 17).packed)
    #expect(try walk(60, seven + header(60) + header(17)) == ExtensionWalk(offset: 16 + 64, transport: 59).packed)
  }

  @Test func `Of a header that is cut off nothing follows`() throws {
    let cut = ExtensionWalk(offset: 16, transport: 59).packed
    let short: [[UInt8]] = [[], [17], header(17).dropLast(), header(17, units: 1, bytes: 15)]
    for bytes in short { #expect(try walk(0, bytes) == cut) }
    #expect(try walk(51, header(17, units: 2, bytes: 15)) == cut)
    #expect(try walk(44, fragment(17, 8, id: 1).dropLast()) == cut)
    #expect(try walk(0, [], offset: 4_294_967_295) == ExtensionWalk(offset: 0xffff, transport: 59).packed)
    let later = ExtensionWalk(offset: 24, transport: 59, isFragment: true, identification: 9).packed
    #expect(try walk(44, fragment(0, 1, id: 9) + header(17, units: 1)) == later)
  }
}
