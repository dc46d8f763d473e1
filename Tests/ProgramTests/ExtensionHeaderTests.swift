import Testing
import Wire

/// IPv6 extension headers are passed over (RFC 8200, 4).
@Suite struct ExtensionHeaderTests {
  private func rig() throws -> SourceRig {
    try SourceRig(
      """
      nf T {
        port a, b
        on packet(ip: ipv6) where ip.isFragment { drop "fragment" }
        on packet(ip: ipv6, l4: tcp | udp) where ip.protocol == 17 {
          ip.source = 2001:db8::7
          l4.source = 4242
          forward b
        }
        on packet(ip: ipv6) where ip.protocol == 59 { drop "nothing" }
        otherwise drop "other"
      }
      """)
  }

  private func packet(_ headers: [(UInt8, [UInt8])]) -> [UInt8] {
    let plain = PacketBuilder.udp(from: Host.inside6(1, 1), to: Host.outside6(1, 2), payload: [1, 2, 3, 4])
    var chain: [UInt8] = []
    for (index, header) in headers.enumerated() {
      chain += [index + 1 < headers.count ? headers[index + 1].0 : 17] + header.1
    }
    var frame = Frames.inserting(chain, into: plain, at: 54)
    let length = frame.count - 54
    (frame[18], frame[19]) = (UInt8(length >> 8), UInt8(length & 255))
    if let first = headers.first { frame[20] = first.0 }
    return frame
  }

  private let eight: [UInt8] = [0, 0, 0, 0, 0, 0, 0]
  private let sixteen: [UInt8] = [1] + [UInt8](repeating: 0, count: 14)

  @Test func `Ports behind extension headers are found and written`() throws {
    let rig = try rig()
    for headers in [[], [(0, eight)], [(0, sixteen), (43, eight), (60, sixteen)], [(51, [UInt8(0)] + [UInt8](repeating: 9, count: 6))]]
      as [[(UInt8, [UInt8])]]
    {
      var frame = packet(headers)
      #expect(rig.send(&frame) == "out b")
      let at = 54 + headers.reduce(0) { $0 + $1.1.count + 1 }
      #expect(Frames.word(frame, at) == 4242)
      let pseudo = Checksum.sum(frame[22..<54], onto: 17 + UInt64(frame.count - at))
      #expect(Checksum.isIntact(frame[at...], onto: pseudo))
    }
  }

  @Test func `Fragments match no transport pattern; an atomic one is a whole packet`() throws {
    let rig = try rig()
    #expect(rig.send(packet([(44, [0, 0, 1, 0, 0, 0, 5])])) == "fragment")
    #expect(rig.send(packet([(44, [0, 0, 8, 0, 0, 0, 5])])) == "fragment")
    #expect(rig.send(packet([(44, [0, 0, 0, 0, 0, 0, 5])])) == "out b")
    #expect(rig.send(packet(Array(repeating: (0, eight), count: 9))) == "nothing")
    let whole = packet([(0, eight)])
    for count in 55..<70 { #expect(rig.send(Array(whole.prefix(count))) == "other") }
  }
}
