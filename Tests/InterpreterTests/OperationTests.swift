import IR
import Testing
import Wire

@testable import Interpreter

/// Runs one operator over two fields of the packet and reads the result from a third.
private func apply(_ operation: String, _ a: UInt64, _ b: UInt64, bits: Int, result: Int) throws -> UInt64 {
  let interpreter = try interpreter(
    """
    program Operator
    port out
    reason "short"
    header h: words 24 bytes
    block b0 entry:
      v0: u32 = constant 0
      extract h at v0: ok b1, short b2
    block b1 compute:
      v1: u\(bits) = load h.a[\(64 - bits):\(bits)]
      v2: u\(bits) = load h.b[\(128 - bits):\(bits)]
      v3: \(result == 1 ? "bit" : "u\(result)") = \(operation) v1, v2
      v4: u64 = convert v3
      store h.c[128:64] = v4
      forward out
    block b2 short:
      drop "short"
    """)
  let bytes = interpreter.result(bigEndian(a, bytes: 8) + bigEndian(b, bytes: 8) + [UInt8](repeating: 9, count: 8))
    .bytes
  return number(bytes[16..<24])
}

/// The operators as `IR.BinaryOperator` documents them, in the plainest way.
private func expected(_ operation: BinaryOperator, _ a: UInt64, _ b: UInt64, bits: Int) -> UInt64 {
  let mask = IntType(bits).mask
  let wide = (a: UInt128(a), b: UInt128(b), mask: UInt128(mask))
  return switch operation {
  case .add: UInt64((wide.a + wide.b) & wide.mask)
  case .sub: UInt64((wide.a + wide.mask + 1 - wide.b) & wide.mask)
  case .mul: UInt64((wide.a * wide.b) & wide.mask)
  case .div: b == 0 ? 0 : a / b
  case .rem: b == 0 ? 0 : a % b
  case .and: a & b
  case .or: a | b
  case .xor: a ^ b
  case .shl: b >= UInt64(bits) ? 0 : (a << b) & mask
  case .shr: b >= UInt64(bits) ? 0 : a >> b
  case .addSat: UInt64(Swift.min(wide.a + wide.b, wide.mask))
  case .subSat: a > b ? a - b : 0
  case .min: Swift.min(a, b)
  case .max: Swift.max(a, b)
  }
}

@Suite struct OperationTests {
  @Test(arguments: BinaryOperator.allCases, [8, 13, 16, 32, 48, 64])
  func `Operators wrap, saturate and divide as documented`(operation: BinaryOperator, bits: Int) throws {
    var random = SplitMix64(seed: UInt64(bits))
    let mask = IntType(bits).mask
    var pairs = [(0, 0), (mask, mask), (mask, 1), (1, mask), (5, 0), (1, UInt64(bits)), (1, UInt64(bits - 1))]
    for _ in 0..<5 { pairs.append((random.next() & mask, random.next() & mask)) }
    for (a, b) in pairs {
      let observed = try apply(operation.rawValue, a, b, bits: bits, result: bits)
      #expect(observed == expected(operation, a, b, bits: bits), "\(operation) \(a), \(b)")
    }
  }

  @Test(arguments: Comparison.allCases)
  func `Comparisons are unsigned`(comparison: Comparison) throws {
    for (a, b) in [(1, 2), (2, 2), (3, 2), (UInt64.max, 1), (1, UInt64.max)] as [(UInt64, UInt64)] {
      let holds =
        switch comparison {
        case .eq: a == b
        case .ne: a != b
        case .lt: a < b
        case .le: a <= b
        case .gt: a > b
        case .ge: a >= b
        }
      #expect(try apply(comparison.rawValue, a, b, bits: 64, result: 1) == (holds ? 1 : 0))
      #expect(try branches(comparison, a, b) == holds)
    }
  }

  /// The same as part of a branch.
  private func branches(_ comparison: Comparison, _ a: UInt64, _ b: UInt64) throws -> Bool {
    let outcome = try interpreter(
      """
      program Branch
      port yes
      port no
      block b0 entry:
        v0: u64 = constant \(a)
        v1: u64 = constant \(b)
        v2: bit = \(comparison.rawValue) v0, v1
        branch v2: then b1, else b2
      block b1 yes:
        forward yes
      block b2 no:
        forward no
      """
    ).result([]).outcome
    return outcome.port == 0
  }

  @Test func `A hash is mix64 of the values in order`() throws {
    let observed = try interpreter(
      """
      program Hash
      port out
      reason "short"
      header h: words 16 bytes
      block b0 entry:
        v0: u32 = constant 0
        extract h at v0: ok b1, short b2
      block b1 compute:
        v1: u32 = load h.a[0:32]
        v2: u16 = load h.b[32:16]
        v3: u64 = hash seed 7 (v1, v2, v1)
        store h.c[64:64] = v3
        forward out
      block b2 short:
        drop "short"
      """
    ).result([1, 2, 3, 4, 5, 6] + [UInt8](repeating: 0, count: 10)).bytes
    #expect(number(observed[8..<16]) == mix64(seed: 7, [0x0102_0304, 0x0506, 0x0102_0304]))
  }

  @Test func `Select, packet length, port and clock reach the packet`() throws {
    let interpreter = try interpreter(
      """
      program Fixed
      param chosen: u8 = 3 "3"
      port first
      port second
      reason "short"
      header h: words 24 bytes
      block b0 entry:
        v0: u32 = constant 0
        extract h at v0: ok b1, short b2
      block b1 compute:
        v1: u32 = packetLength
        v2: u16 = ingressPort
        v3: u64 = now
        store h.length[0:32] = v1
        store h.port[32:16] = v2
        store h.now[64:64] = v3
        v4: bit = load h.flag[128:1]
        v5: u8 = parameter chosen
        v6: u8 = constant 77
        v7: u8 = select v4 then v5 else v6
        store h.selected[136:8] = v7
        reply
      block b2 short:
        drop "short"
      """, parameters: [200])
    let blank = [UInt8](repeating: 0, count: 30)
    let (outcome, bytes) = interpreter.result(blank, port: 1, now: 5_000_000_000)
    #expect(outcome.verdict == .forward && outcome.port == 1)
    #expect(number(bytes[0..<4]) == 30 && number(bytes[4..<6]) == 1 && number(bytes[8..<16]) == 5_000_000_000)
    #expect(bytes[17] == 77)
    var flagged = blank
    flagged[16] = 0x80
    #expect(interpreter.result(flagged).bytes[17] == 200)
  }
}
