import Testing
import Wire

/// Later fragments have the transport header of the first one.
@Suite struct FollowedFragmentTests {
  private static let source = """
    nf T {
      port a, b
      fragments follow first { capacity 2  expire 30s  full drop "table full" }
      state flows: map[FiveTuple -> u8] { capacity 16  expire idle 60s  full drop "full" }

      on packet(ip: ipv4 | ipv6, l4: tcp | udp) where l4.destination == 2000 {
        let flow = FiveTuple(ip, l4)
        flows[flow] else { insert flows[flow] = 1 }
        forward b
      }
      on packet(ip: ipv4 | ipv6, l4: echo request) where l4.identifier == 99 { forward b }
      on packet(ip: ipv4 | ipv6, l4: echo reply) { drop "reply" }
      on packet(ip: ipv4, gre) { drop "tunnel" }
      on packet(ip: ipv4 | ipv6) { drop "other" }
      otherwise drop "no IP"
    }
    """
  private static let payload = (0..<100).map { UInt8($0) }

  private func udp(_ destination: UInt16 = 2000) -> [UInt8] {
    PacketBuilder.udp(from: Host.inside(1, 1000), to: Host.outside(1, destination), payload: Self.payload)
  }

  @Test func `Later fragments match what their first one matched`() throws {
    let rig = try SourceRig(Self.source)
    let parts = Fragments.cut(udp(), every: 40)
    #expect(parts.count == 3)
    #expect(parts.map { rig.send($0) } == ["out b", "out b", "out b"])
    #expect(rig.live("flows") == 1)
    #expect(rig.live("fragments") == 1)
    #expect(Fragments.cut(udp(53), every: 40, identification: 78).map { rig.send($0) } == ["other", "other", "other"])
    #expect(rig.live("fragments") == 2)
    #expect(rig.send(udp()) == "out b")
    #expect(rig.live("fragments") == 2)
  }

  @Test func `A later fragment without its first is dropped`() throws {
    let rig = try SourceRig(Self.source)
    let parts = Fragments.cut(udp(), every: 40)
    #expect(rig.send(parts[1]) == "fragment without its first")
    #expect(rig.send(parts[0]) == "out b")
    #expect(rig.send(parts[2]) == "out b")
    #expect(rig.send(Fragments.cut(udp(), every: 40, identification: 78)[1]) == "fragment without its first")
    // Of another protocol than any pattern asks for: no transport header is missed.
    var gre = Fragments.marked(parts[1], bits: 5)
    gre[23] = 47
    #expect(rig.send(Fragments.marked(gre, bits: 5)) == "other")
    #expect(rig.send(Fragments.marked(gre, bits: 0x2000)) == "other")
  }

  @Test func `What a first fragment said is forgotten in time, later fragments or not`() throws {
    let rig = try SourceRig(Self.source)
    let parts = Fragments.cut(udp(), every: 40)
    #expect(rig.send(parts[0], at: 1) == "out b")
    #expect(rig.send(parts[1], at: 25) == "out b")
    #expect(rig.send(parts[2], at: 32) == "fragment without its first")
  }

  @Test func `A full table takes the way that the policy says`() throws {
    let rig = try SourceRig(Self.source)
    for number in 1...3 {
      let parts = Fragments.cut(udp(), every: 40, identification: number)
      #expect(rig.send(parts[0]) == (number < 3 ? "out b" : "table full"))
      #expect(rig.send(parts[1]) == (number < 3 ? "out b" : "fragment without its first"))
    }
    let evicting = try SourceRig(Self.source.replacing("full drop \"table full\"", with: "full evict oldest"))
    for number in 1...3 {
      #expect(evicting.send(Fragments.cut(udp(), every: 40, identification: number)[0], at: Double(number)) == "out b")
    }
    let late = (1...3).map { evicting.send(Fragments.cut(udp(), every: 40, identification: $0)[1], at: 4) }
    #expect(late == ["fragment without its first", "out b", "out b"])
  }

  @Test func `Of TCP the whole header must be in the first fragment`() throws {
    let rig = try SourceRig(Self.source)
    let tcp = PacketBuilder.tcp(
      from: Host.inside(1, 1000), to: Host.outside(1, 2000), flags: .ack, payload: Self.payload)
    #expect(Fragments.cut(tcp, every: 48).map { rig.send($0) } == ["out b", "out b", "out b"])
    let tiny = Fragments.cut(tcp, every: 16, identification: 78)
    #expect(rig.send(tiny[0]) == "other")
    #expect(rig.send(tiny[1]) == "fragment without its first")
  }

  @Test func `Echo messages are known by type and identifier`() throws {
    let rig = try SourceRig(Self.source)
    func echo(_ isRequest: Bool, _ identifier: UInt16) -> [UInt8] {
      PacketBuilder.icmpEcho(
        from: Host.inside(1, 0).address, to: Host.outside(1, 0).address, identifier: identifier, isReply: !isRequest,
        payload: Self.payload)
    }
    #expect(Fragments.cut(echo(true, 99), every: 56).map { rig.send($0) } == ["out b", "out b"])
    #expect(Fragments.cut(echo(false, 99), every: 56, identification: 78).map { rig.send($0) } == ["reply", "reply"])
    let other = try SourceRig(Self.source)
    #expect(Fragments.cut(echo(true, 98), every: 56).map { other.send($0) } == ["other", "other"])
  }

  @Test func `Fragments of IPv6 are followed likewise`() throws {
    let rig = try SourceRig(Self.source)
    let whole = PacketBuilder.udp(from: Host.inside6(1, 1000), to: Host.outside6(1, 2000), payload: Self.payload)
    let parts = Fragments.cut6(whole, every: 40)
    #expect(rig.send(parts[1]) == "fragment without its first")
    #expect(parts.map { rig.send($0) } == ["out b", "out b", "out b"])
    #expect(rig.live("flows") == 1)
    #expect(rig.send(Fragments.cut6(whole, every: 40, identification: 78)[2]) == "fragment without its first")
    // An atomic fragment is a whole packet.
    #expect(rig.send(Fragments.of6(whole, bits: 0)) == "out b")
    #expect(rig.live("fragments") == 1)
  }

  @Test func `Fields that are not remembered read as 0 in later fragments`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        fragments follow first { capacity 16  expire 30s  full drop "table full" }
        on packet(ip: ipv4, tcp) where tcp.psh or tcp.window > 0 { drop "header" }
        on packet(ip: ipv4, tcp) where tcp.source == 1000 { drop "ports" }
        otherwise drop "other"
      }
      """)
    let tcp = PacketBuilder.tcp(
      from: Host.inside(1, 1000), to: Host.outside(1, 2000), flags: .psh, payload: Self.payload)
    #expect(Fragments.cut(tcp, every: 64).map { rig.send($0) } == ["header", "ports"])
  }
}
