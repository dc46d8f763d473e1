import IR
import Testing
import Wire

@testable import Interpreter

/// Rewrites the source address and port of a UDP packet over IPv4 without options, checksums included.
private let rewriter = """
  program Rewrite
  param address: u32 = 3405803777 "203.0.113.1"
  param port: u16 = 40000 "40000"
  port out
  reason "short"
  header ip: ipv4 20 bytes
  header udp: udp 8 bytes
  block b0 entry:
    v0: u32 = constant 14
    extract ip at v0: ok b1, short b3
  block b1 ip:
    v1: u32 = constant 34
    extract udp at v1: ok b2, short b3
  block b2 rewrite:
    v2: u32 = load ip.source[96:32]
    v3: u32 = parameter address
    store ip.source[96:32] = v3
    checksum ip.checksum[80:16] from v2 to v3
    checksum udp.checksum[48:16] from v2 to v3 zeroRule
    v4: u16 = load udp.source[0:16]
    v5: u16 = parameter port
    store udp.source[0:16] = v5
    checksum udp.checksum[48:16] from v4 to v5 zeroRule
    forward out
  block b3 short:
    drop "short"
  """

@Suite struct ChecksumTests {
  @Test func `Rewrites keep checksums right for any addresses, ports and payloads`() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<300 {
      let words = random.next()
      let parameters = [UInt64(UInt32(truncatingIfNeeded: words)), words >> 48]
      let interpreter = try interpreter(rewriter, parameters: parameters)
      for _ in 0..<10 {
        let from = Endpoint(
          .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: random.next()))), UInt16(random.below(65536)))
        let payload = (0..<random.below(9)).map { _ in UInt8(random.below(256)) }
        let packet = PacketBuilder.udp(from: from, to: Endpoint(.v4(192, 0, 2, 1), 53), payload: payload)
        let output = interpreter.result(packet).bytes
        #expect(Checksum.verify(output) == ChecksumReport(ipv4: true, transport: true))
        #expect(PacketView(output)?.from?.port == UInt16(parameters[1]))
      }
    }
  }

  @Test func `UDP without a checksum stays without`() throws {
    var options = PacketBuilder.Options()
    options.omitsUDPChecksum = true
    let packet = PacketBuilder.udp(
      from: Endpoint(.v4(10, 0, 0, 1), 7), to: Endpoint(.v4(192, 0, 2, 1), 53), options: options)
    let output = try #require(PacketView(try interpreter(rewriter).result(packet).bytes))
    #expect(output.udp?.checksum == 0 && output.from?.port == 40_000)
  }

  /// HC = 0x0001, m = 0, m' = 1 gives ~HC + ~m + m' = 0xffff after folding: a checksum of 0.
  @Test(arguments: [("", 0), ("zeroRule", 0xffff)] as [(String, UInt64)])
  func `A computed zero is stored as ones under the UDP rule, and as zero otherwise`(rule: String, stored: UInt64)
    throws
  {
    let interpreter = try interpreter(
      """
      program Zero
      port out
      reason "short"
      header h: words 2 bytes
      block b0 entry:
        v0: u32 = constant 0
        v1: u16 = constant 0
        v2: u16 = constant 1
        extract h at v0: ok b1, short b2
      block b1 change:
        checksum h.sum[0:16] from v1 to v2 \(rule)
        forward out
      block b2 short:
        drop "short"
      """)
    #expect(number(interpreter.result([0, 1]).bytes) == stored)
    #expect(number(interpreter.result([0, 0]).bytes) == (rule.isEmpty ? 0xfffe : 0))
  }

  @Test(arguments: [16, 32, 48, 64])
  func `An update equals a checksum computed anew`(bits: Int) {
    var random = SplitMix64(seed: UInt64(bits))
    for _ in 0..<500 {
      let (old, new) = (random.next() & IntType(bits).mask, random.next() & IntType(bits).mask)
      let rest = [1, UInt8(random.below(256))]
      let stored = Checksum.internet(bigEndian(old, bytes: bits / 8) + rest)
      let wanted = Checksum.internet(bigEndian(new, bytes: bits / 8) + rest)
      #expect(updatedChecksum(UInt64(stored), old: old, new: new, bits: bits) == UInt64(wanted))
    }
  }
}
