import Testing
import Wire

/// `reply icmp`: RFC 792, 1812, 4443.
@Suite struct ErrorReplyTests {
  private func rig() throws -> SourceRig {
    try SourceRig(
      """
      nf T {
        port a
        on packet(ip: ipv4) { reply icmp(type: 11, code: 0, from: 192.0.2.254) }
        on packet(ip: ipv6) { reply icmp(type: 3, code: 0, from: 2001:db8::fe) }
        otherwise drop "other"
      }
      """)
  }

  @Test(arguments: [0, 20, 600, 1400]) func `An error quotes the packet and goes back`(payload: Int) throws {
    let rig = try rig()
    let sent = PacketBuilder.udp(
      from: Host.inside(1, 1), to: Host.outside(1, 2), payload: [UInt8](repeating: 7, count: payload))
    var frame = sent
    #expect(rig.send(&frame) == "out a")
    #expect(Frames.isIntact(frame))
    #expect(frame.count <= 14 + 576)
    #expect(Array(frame.prefix(12)) == Array(sent[6..<12] + sent[0..<6]))
    #expect(Array(frame[26..<34]) == [192, 0, 2, 254, 10, 0, 0, 1])
    #expect(Array(frame[34..<36]) == [11, 0])
    #expect(Array(frame[42...]) == Array(sent[14...].prefix(548)))
  }

  @Test func `Over IPv6 too`() throws {
    let rig = try rig()
    let sent = PacketBuilder.tcp(from: Host.inside6(1, 1), to: Host.outside6(1, 2))
    var frame = sent
    #expect(rig.send(&frame) == "out a")
    #expect(Frames.isIntact(frame))
    #expect(frame[20] == 58)
    #expect(Array(frame[38..<54]) == Array(sent[22..<38]))
    #expect(Array(frame[54..<56]) == [3, 0])
    #expect(Array(frame[62...]) == Array(sent[14...]))
  }

  @Test func `Nobody is told about errors, multicast, later fragments and sources that are none`() throws {
    let rig = try rig()
    let about = "no ICMP error about this"
    let outside = Host.outside(1, 2)
    #expect(rig.send(PacketBuilder.udp(from: Host.inside(1, 1), to: Endpoint(.v4(224, 0, 0, 1), 2))) == about)
    #expect(rig.send(PacketBuilder.udp(from: Endpoint(.v4(0, 0, 0, 0), 1), to: outside)) == about)
    var options = PacketBuilder.Options()
    options.fragment = PacketBuilder.Fragment(offset: 8, length: 16, more: false)
    let later = PacketBuilder.udp(
      from: Host.inside(1, 1), to: outside, payload: [UInt8](repeating: 0, count: 64), options: options)
    #expect(rig.send(later) == about)
    options.fragment = PacketBuilder.Fragment(offset: 0, length: 16, more: true)
    let first = PacketBuilder.udp(
      from: Host.inside(1, 1), to: outside, payload: [UInt8](repeating: 0, count: 64), options: options)
    #expect(rig.send(first) == "out a")
    var error = Sample.udp()
    #expect(rig.send(&error) == "out a")
    #expect(rig.send(error) == about)
    var group = Sample.udp()
    group[0] = 1
    #expect(rig.send(group) == about)
  }
}
