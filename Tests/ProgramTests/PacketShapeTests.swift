import Testing
import Wire

/// Tags, tunnels and sizes: what programs do to the packet as a whole.
@Suite struct PacketShapeTests {
  private func rig(_ handler: String) throws -> SourceRig {
    try SourceRig("nf T {\n port a, b, c\n \(handler)\n otherwise drop \"other\"\n}")
  }

  private func tagged(_ ids: [UInt16]) -> [UInt8] {
    var options = PacketBuilder.Options()
    options.vlans = ids
    return PacketBuilder.udp(from: Host.inside(1, 1000), to: Host.outside(1, 2000), payload: [1, 2, 3], options: options)
  }

  @Test func `A pattern that names tags means as many as it names`() throws {
    let rig = try rig(
      """
      on packet(outer: vlan, inner: vlan, ip: ipv4) where outer.id == 5 and inner.id == 6 { drop "two" }
        on packet(tag: vlan, udp) where tag.id == 5 { drop "one" }
        on packet(udp) { drop "any" }
      """)
    #expect(rig.send(tagged([5, 6])) == "two")
    #expect(rig.send(tagged([5])) == "one")
    #expect(rig.send(tagged([7])) == "any")
    #expect(rig.send(tagged([7, 8])) == "any")
    #expect(rig.send(tagged([])) == "any")
    #expect(rig.send(tagged([1, 2, 3])) == "other")
  }

  @Test(arguments: [[], [9], [9, 10]] as [[UInt16]])
  func `A tag is pushed before the packet, inside of the tags that are there`(ids: [UInt16]) throws {
    let rig = try rig("on packet(ip: ipv4) { push vlan(id: 7, priority: 3) before ip\n ip.ttl = 9\n forward b }")
    var frame = tagged(ids)
    let before = frame
    #expect(rig.send(&frame) == "out b")
    let at = 12 + 4 * ids.count
    #expect(Array(frame[at..<(at + 6)]) == [0x81, 0x00, 0x60, 0x07, 0x08, 0x00])
    #expect(frame.count == before.count + 4)
    #expect(Frames.isIntact(frame, from: at + 6))
    #expect(frame[at + 6 + 8] == 9)
  }

  @Test func `A popped tag leaves the frame as it was without it`() throws {
    let rig = try rig("on packet(tag: vlan, udp) { pop tag\n forward b }")
    var frame = tagged([7])
    #expect(rig.send(&frame) == "out b")
    #expect(frame == tagged([]))
    var inner = tagged([7, 8])
    #expect(rig.send(&inner) == "other")
  }

  @Test func `Headers can be used behind a push that only some packets took`() throws {
    let rig = try rig(
      """
      on packet(ip: ipv4, udp) {
          if udp.source == 1000 { push vlan(id: 7) before ip }
          udp.destination = 53
          ip.source = 192.0.2.1
          forward b
        }
      """)
    for (source, at) in [(1000, 18), (1001, 14)] as [(UInt16, Int)] {
      var frame = Sample.udp(source)
      #expect(rig.send(&frame) == "out b")
      #expect(Frames.isIntact(frame, from: at))
      #expect(Frames.word(frame, at + 22) == 53)
    }
  }

  @Test(arguments: [4, 6])
  func `A tunnel of VXLAN goes up and down`(version: Int) throws {
    let addresses =
      version == 4 ? "source: 192.0.2.1, destination: 192.0.2.2" : "source: 2001:db8::1, destination: 2001:db8::2"
    let up = try rig(
      """
      on packet(frame: eth, ip: ipv4) {
          push (eth(source: 02:00:00:00:00:0a, destination: 02:00:00:00:00:0b), ipv\(version)(\(addresses)),
            udp(source: 5555), vxlan(vni: 77)) before frame
          forward b
        }
      """)
    var frame = Sample.tcp()
    #expect(up.send(&frame) == "out b")
    #expect(Array(frame.suffix(Sample.tcp().count)) == Sample.tcp())
    #expect(Frames.isIntact(frame))
    let ip = version == 4 ? 20 : 40
    #expect(Frames.word(frame, 14 + ip + 2) == 4789)
    #expect(Frames.word(frame, 14 + ip + 4) == 16 + Sample.tcp().count)
    let down = try rig(
      "on packet(outer: eth, ip: ipv4 | ipv6, vxlan, inner: eth, tcp) where vxlan.vni == 77 { pop outer to inner\n forward c }")
    #expect(down.send(&frame) == "out c")
    #expect(frame == Sample.tcp())
  }

  @Test func `IP in IP, and the inner packet rewritten with all checksums`() throws {
    let up = try rig(
      "on packet(ip: ipv4, tcp) { push outer: ipv4(source: 192.0.2.1, destination: 192.0.2.2) before ip\n forward b }")
    var frame = Sample.tcp()
    #expect(up.send(&frame) == "out b")
    #expect(Frames.isIntact(frame))
    let rewrite = try rig(
      "on packet(outer: ipv4, ip: ipv4, tcp) { ip.source = 10.9.9.9\n tcp.source = 7\n outer.ttl = 3\n forward b }")
    #expect(rewrite.send(&frame) == "out b")
    #expect(Frames.isIntact(frame))
    #expect(Frames.word(frame, 14 + 40) == 7)
    let down = try rig("on packet(outer: ipv4, ip: ipv4) { pop outer to ip\n forward b }")
    #expect(down.send(&frame) == "out b")
    #expect(Frames.isIntact(frame))
    #expect(frame.count == Sample.tcp().count)
  }

  @Test func `Flags of TCP can be written`() throws {
    let rig = try rig("on packet(tcp) where tcp.syn { tcp.ack = true\n tcp.syn = false\n forward b }")
    var frame = Sample.tcp(flags: .syn)
    #expect(rig.send(&frame) == "out b")
    #expect(frame[47] == TCPFlags.ack.rawValue)
    #expect(Frames.isIntact(frame))
  }

  @Test(arguments: [60, 70, 200]) func `A packet gets a size, and its checksum anew`(size: Int) throws {
    let rig = try rig("on packet(ip: ipv4, udp) { resize packet to \(size)\n recompute udp\n forward b }")
    var frame = PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 2), payload: Array(0..<60))
    #expect(rig.send(&frame) == "out b")
    #expect(frame.count == size)
    #expect(Frames.word(frame, 16) == size - 14)
    #expect(Frames.word(frame, 38) == size - 34)
    #expect(Frames.word(frame, 40) != 0)
    #expect(Frames.isIntact(frame))
  }

  @Test func `Copies and floods`() throws {
    let rig = try rig(
      """
      on packet(ip: ipv4) where ip.ttl == 3 { flood }
        on packet(ip: ipv4) { mirror c\n forward to packet.port }
      """)
    var options = PacketBuilder.Options()
    options.timeToLive = 3
    for port: UInt16 in 0...2 {
      var flooded = PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 2), options: options)
      let outcome = rig.interpreter.run(&flooded, port: port, now: 1)
      let ports = outcome.mirrored.map { Int($0.port) } + [Int(outcome.port)]
      #expect(Set(ports) == Set(0...2).subtracting([Int(port)]))
      #expect(ports.count == 2)
    }
    var copied = Sample.udp()
    let outcome = rig.interpreter.run(&copied, port: 1, now: 1)
    #expect(outcome.mirrored.map { Int($0.port) } == [2])
    #expect(outcome.port == 1)
  }

  @Test func `The bytes behind a header are hashed and summed`() throws {
    let rig = try rig(
      """
      on packet(udp) where packet.sum(from: end(udp), count: 4) == 0x0406 { drop "sum" }
        on packet(udp) where packet.hash(from: end(udp), count: 8) == packet.hash(from: end(udp), count: 99) { drop "all" }
      """)
    func frame(_ payload: [UInt8]) -> [UInt8] {
      PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 2), payload: payload)
    }
    #expect(rig.send(frame([1, 2, 3, 4, 9])) == "sum")
    #expect(rig.send(frame([1, 2, 3, 5, 9])) == "all")
    #expect(rig.send(frame([1, 2, 3, 5, 9, 9, 9, 9, 9])) == "other")
  }
}
