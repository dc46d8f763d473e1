import Testing
import Wire

/// Patterns of packets within GRE and GTP-U.
@Suite struct TunnelPatternTests {
  private let inner = PacketBuilder.udp(from: Host.inside(1, 1000), to: Host.outside(1, 2000), payload: [1, 2, 3, 4])
  private let inner6 = PacketBuilder.udp(from: Host.inside6(1, 1000), to: Host.outside6(1, 2000), payload: [1, 2, 3])
  private let near = Host.inside(9, 0).address
  private let far = Host.outside(9, 0).address

  /// With the lengths of IPv4, UDP and GTP grown by what was put in at `offset`, and checksums anew or 0.
  private func grown(_ frame: [UInt8], by bytes: [UInt8], at offset: Int, fields: [Int]) -> [UInt8] {
    var result = Frames.inserting(bytes, into: frame, at: offset)
    for field in fields {
      let length = Frames.word(result, field) + bytes.count
      (result[field], result[field + 1]) = (UInt8(length >> 8), UInt8(length & 255))
    }
    return Fragments.marked(result, bits: 0)
  }

  // MARK: GRE

  private func greRig() throws -> SourceRig {
    try SourceRig(
      """
      nf T {
        port a, b
        fragments pass
        on packet(outer: ipv4, tunnel: gre, ip: ipv4 | ipv6, l4: udp) where tunnel.key == 7 {
          l4.source = 4242
          forward b
        }
        on packet(outer: ipv4, tunnel: gre, ip: ipv4) where not tunnel.hasKey {
          ip.ttl = 9
          forward b
        }
        on packet(outer: ipv4, tunnel: gre) { drop "tunnel" }
        otherwise drop "other"
      }
      """)
  }

  @Test func `GRE carries packets, with a key or without`() throws {
    let rig = try greRig()
    var keyed = PacketBuilder.tunnelled(inner, in: .gre(key: 7), from: near, to: far)
    #expect(rig.send(&keyed) == "out b")
    #expect(Frames.word(keyed, 14 + 20 + 8 + 20) == 4242)
    #expect(Frames.isIntact(keyed, from: 14 + 20 + 8))
    var keyed6 = PacketBuilder.tunnelled(inner6, in: .gre(key: 7), from: near, to: far)
    #expect(rig.send(&keyed6) == "out b")
    #expect(Frames.word(keyed6, 14 + 20 + 8 + 40) == 4242)
    #expect(Frames.isIntact(keyed6, from: 14 + 20 + 8))
    var plain = PacketBuilder.tunnelled(inner, in: .gre(key: nil), from: near, to: far)
    #expect(rig.send(&plain) == "out b")
    #expect(plain[14 + 20 + 4 + 8] == 9)
    #expect(Frames.isIntact(plain, from: 14 + 20 + 4))
    #expect(rig.send(PacketBuilder.tunnelled(inner, in: .gre(key: 8), from: near, to: far)) == "tunnel")
    #expect(rig.send(PacketBuilder.tunnelled(inner6, in: .gre(key: nil), from: near, to: far)) == "tunnel")
    #expect(rig.send(inner) == "other")
  }

  @Test func `GRE's sequence number is passed over; checksum, routing and other versions are not GRE`() throws {
    let rig = try greRig()
    let keyed = PacketBuilder.tunnelled(inner, in: .gre(key: 7), from: near, to: far)
    var numbered = grown(keyed, by: [0, 0, 0, 1], at: 14 + 20 + 8, fields: [16])
    numbered[34] |= 0x10
    #expect(rig.send(&numbered) == "out b")
    #expect(Frames.word(numbered, 14 + 20 + 12 + 20) == 4242)
    for (byte, bit) in [(34, UInt8(0x80)), (34, 0x40), (35, 0x01)] {
      var other = keyed
      other[byte] |= bit
      #expect(rig.send(other) == "other")
    }
    for count in 0..<keyed.count { #expect(rig.send(Array(keyed.prefix(count))) == "other") }
  }

  // MARK: GTP-U

  private func gtpRig() throws -> SourceRig {
    try SourceRig(
      """
      nf T {
        port a, b
        fragments pass
        on packet(outer: ipv4, udp: udp, tunnel: gtpu, ip: ipv4 | ipv6, l4: udp) where tunnel.teid == 7 {
          ip.ttl = 9
          l4.source = 4242
          forward b
        }
        on packet(outer: ipv4, udp: udp, tunnel: gtpu) { drop "tunnel" }
        on packet(outer: ipv4, l4: udp) { drop "UDP" }
        otherwise drop "other"
      }
      """)
  }

  @Test func `GTP-U carries packets of both versions, and all checksums stay right`() throws {
    let rig = try gtpRig()
    for (packet, header) in [(inner, 20), (inner6, 40)] {
      var carried = PacketBuilder.tunnelled(packet, in: .gtpu(teid: 7), from: near, to: far)
      #expect(rig.send(&carried) == "out b")
      #expect(Frames.word(carried, 14 + 20 + 8 + 8 + header) == 4242)
      #expect(Frames.isIntact(carried))
      #expect(Frames.isIntact(carried, from: 14 + 20 + 8 + 8))
    }
    #expect(rig.send(PacketBuilder.tunnelled(inner, in: .gtpu(teid: 8), from: near, to: far)) == "tunnel")
    #expect(rig.send(inner) == "UDP")
  }

  @Test func `GTP-U's optional part and one extension header are passed over`() throws {
    let rig = try gtpRig()
    var options = PacketBuilder.Options()
    options.omitsUDPChecksum = true
    let carried = PacketBuilder.tunnelled(inner, in: .gtpu(teid: 7), from: near, to: far, options: options)
    let lengths = [16, 38, 44]
    let behind = 14 + 20 + 8 + 8
    var numbered = grown(carried, by: [0, 1, 0, 0], at: behind, fields: lengths)
    numbered[42] |= 0x02
    #expect(rig.send(&numbered) == "out b")
    #expect(Frames.word(numbered, behind + 4 + 20) == 4242)
    // 5G's PDU session container (3GPP TS 38.415), four bytes.
    var session = grown(carried, by: [0, 0, 0, 0x85, 1, 0x10, 9, 0], at: behind, fields: lengths)
    session[42] |= 0x04
    #expect(rig.send(&session) == "out b")
    #expect(Frames.word(session, behind + 8 + 20) == 4242)
    #expect(Frames.isIntact(session, from: behind + 8))
    // A second extension header behind it is not looked behind.
    session[behind + 7] = 0x85
    #expect(rig.send(session) == "tunnel")
  }

  @Test func `Other messages and versions of GTP carry no packet`() throws {
    let rig = try gtpRig()
    var echo = PacketBuilder.tunnelled(inner, in: .gtpu(teid: 7), from: near, to: far)
    echo[43] = 1
    #expect(rig.send(echo) == "tunnel")
    for flags: UInt8 in [0x20, 0x50, 0x10] {
      var other = PacketBuilder.tunnelled(inner, in: .gtpu(teid: 7), from: near, to: far)
      other[42] = flags
      #expect(rig.send(other) == "UDP")
    }
  }
}
