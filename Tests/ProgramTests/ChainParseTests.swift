import IR
import Testing
import Wire

/// Chains whose members rest on one parse, against the same members run one after the other.
@Suite struct ChainParseTests {
  /// A member's source; `body` stands behind the ports.
  private func member(_ name: String, _ body: String) -> (name: String, text: String) {
    (name, "nf \(name) {\n  port a, b\n\(body)\n}\n")
  }

  private func chain(_ members: [(name: String, text: String)]) throws -> SourceRig {
    let order = members.map(\.name).joined(separator: " -> ")
    return try SourceRig(members.map(\.text).joined() + "chain All { port a, b  \(order) }")
  }

  /// What becomes of a packet that the members see in turn, each as an nf of its own.
  private func inTurn(
    _ members: [SourceRig], _ packet: RandomTraffic.Packet
  ) -> (verdict: String, bytes: [UInt8]) {
    var bytes = packet.bytes
    var verdict = ""
    for member in members {
      verdict = member.send(&bytes, from: packet.port, at: Double(packet.time) / 1e9)
      if !verdict.hasPrefix("out") { break }
    }
    return (verdict, bytes)
  }

  private func expectAgreement(_ members: [(name: String, text: String)], packets: Int = 20_000) throws {
    let all = try chain(members)
    let alone = try members.map { try SourceRig($0.text) }
    #expect(all.program.verify().isEmpty)
    var configuration = RandomTraffic.Configuration()
    configuration.oddShare = 0.2
    configuration.strayShare = 0.2
    var traffic = RandomTraffic(seed: 18, configuration: configuration)
    var verdicts: Set<String> = []
    for number in 0..<packets {
      let packet = traffic.next()
      let expected = inTurn(alone, packet)
      var bytes = packet.bytes
      let verdict = all.send(&bytes, from: packet.port, at: Double(packet.time) / 1e9)
      verdicts.insert(verdict)
      try #require(verdict == expected.verdict && bytes == expected.bytes, "packet \(number)")
      if verdict.hasPrefix("out") { traffic.observe(bytes, port: verdict == "out a" ? 0 : 1) }
    }
    #expect(verdicts.count > 2)
    for (member, rig) in zip(members, alone) {
      for state in rig.program.states { #expect(all.live("\(member.name).\(state.name)") == rig.live(state.name)) }
    }
  }

  private var limiter: (name: String, text: String) {
    member(
      "Limiter",
      """
      fragments pass
      state seen: map[FiveTuple -> u32] { capacity 512  expire idle 60s  full drop "limiter full" }
      on packet(ip: ipv4 | ipv6, l4: tcp | udp) from a {
        let count = seen[FiveTuple(ip, l4)] else {
          insert seen[FiveTuple(ip, l4)] = 1
          forward b
        }
        if count >= 200 { drop "over limit" }
        count += 1
        if ip.ttl < 2 { drop "too far" }
        ip.ttl = ip.ttl -| 1
        forward b
      }
      on packet(arp) from b { drop "no address resolution" }
      otherwise forward other
      """)
  }
  private var names: (name: String, text: String) {
    member(
      "Names",
      """
      fragments drop "fragment"
      state asked: counter
      on packet(ip: ipv4 | ipv6, udp) where udp.destination == 53 {
        asked.count()
        udp.destination = 5353
        forward other
      }
      on packet(echo) from b { drop "no echo" }
      otherwise { if packet.length > 1000 { drop "long" }
        forward other }
      """)
  }
  private var marker: (name: String, text: String) {
    member(
      "Marker",
      """
      fragments pass
      on packet(ip: ipv4 | ipv6) where ip.isFragment { drop "not reached" }
      on packet(ip: ipv6, tcp) {
        ip.flowLabel = 77
        forward other
      }
      on packet(ip: ipv4 | ipv6, l4: tcp | udp) {
        ip.dscp = if l4.destination == 5353 { 46 } else { 8 }
        forward other
      }
      otherwise forward other
      """)
  }

  @Test func `Members that rest on one parse do what they do one after the other`() throws {
    try expectAgreement([limiter, names, marker])
    try expectAgreement([names, marker, limiter])
    try expectAgreement([marker, limiter, names])
  }

  @Test func `A member that moves headers is followed by a parse of its own`() throws {
    let tagger = member(
      "Tagger",
      """
      fragments pass
      on packet(ip: ipv4) from a { push vlan(id: 7) before ip
        forward b }
      otherwise forward other
      """)
    let untagger = member(
      "Untagger",
      """
      fragments pass
      on packet(tag: vlan, ip: ipv4, udp) where tag.id == 7 and udp.source % 2 == 0 { pop tag
        forward other }
      otherwise forward other
      """)
    try expectAgreement([limiter, tagger, untagger])
    try expectAgreement([tagger, names, marker])
    let rig = try chain([tagger, untagger])
    var packet = Sample.udp(1000)
    #expect(rig.send(&packet) == "out b")
    #expect(packet == Sample.udp(1000))
  }

  @Test func `A member that writes what the next one's headers are told by is followed by a parse`() throws {
    let redirect = member(
      "Redirect",
      """
      fragments pass
      on packet(ip: ipv4, udp) where udp.destination == 2000 { udp.destination = 4789
        forward other }
      otherwise forward other
      """)
    let tunnel = member(
      "Tunnel",
      """
      fragments pass
      on packet(ip: ipv4, udp, vxlan) where vxlan.vni == 5 { drop "tunnel" }
      otherwise forward other
      """)
    let rig = try chain([redirect, tunnel])
    let payload: [UInt8] = [8, 0, 0, 0, 0, 0, 5, 0]
    let packet = PacketBuilder.udp(from: Host.inside(1, 9), to: Host.outside(1, 2000), payload: payload)
    #expect(rig.send(packet) == "tunnel")
    #expect(rig.send(Sample.udp(9, 2001)) == "out b")
  }

  @Test func `Members may declare different headers for the same place`() throws {
    let first = member(
      "First",
      """
      fragments pass
      header Long { kind: u8, more: u8 } after udp where destination == 443
      on packet(ip: ipv4, udp, long: Long) where long.kind == 1 { drop "one" }
      otherwise forward other
      """)
    let second = member(
      "Second",
      """
      fragments pass
      header Short { kind: u8 } after udp where destination == 443
      on packet(ip: ipv4, udp, short: Short) where short.kind == 2 { drop "two" }
      otherwise forward other
      """)
    let rig = try chain([first, second])
    for (kind, verdict) in [(1, "one"), (2, "two"), (3, "out b")] as [(UInt8, String)] {
      let packet = PacketBuilder.udp(from: Host.inside(1, 9), to: Host.outside(1, 443), payload: [kind, 0])
      #expect(rig.send(packet) == verdict)
    }
  }

  @Test func `Fragments are followed in one member and parsed anew by the next`() throws {
    let follower = member(
      "Follower",
      """
      fragments follow first { capacity 64  expire 30s  full drop "fragment table full" }
      on packet(ip: ipv4 | ipv6, udp) where udp.destination == 53 { drop "names" }
      otherwise forward other
      """)
    try expectAgreement([follower, marker])
    try expectAgreement([names, follower])
  }

  @Test func `Ways through members add up where they look at the same headers`() throws {
    let body = """
      fragments drop "fragment"
      on packet(ip: ipv4 | ipv6, l4: tcp | udp) { forward other }
      otherwise forward other
      """
    let one = try chain([member("A", body)]).program
    let three = try chain([member("A", body), member("B", body), member("C", body)]).program
    #expect(PathNumbering(three).count == PathNumbering(one).count)
    #expect(three.blocks.count == one.blocks.count)
  }
}
