import Testing
import Wire

/// Headers that programs declare, and those that ICMP errors quote.
@Suite struct HeaderTests {
  private func probe(_ words: UInt8, _ kind: UInt8, behind: [UInt8] = [], port: UInt16 = 9999) -> [UInt8] {
    let header = [0x10 | words, kind, 0, 7] + [UInt8](repeating: 0xab, count: 16)
    let options = [UInt8](repeating: 0, count: max(Int(words) * 4 - 20, 0))
    return PacketBuilder.udp(
      from: Host.inside(1, 1000), to: Host.outside(1, port), payload: header + options + behind)
  }

  private func rig() throws -> SourceRig {
    try SourceRig(
      """
      nf T {
        port a, b
        header Probe { version: bit<4>, words: bit<4>, kind: u8, sequence: u16, sender: ipv6 }
          after udp where destination == 9999
          length 4 * words
        header Answer { delay: u32, station: mac } after Probe where kind == 2
        on packet(ip: ipv4, probe: Probe, answer: Answer) where answer.delay > 1000 {
          answer.station = 02:00:00:00:00:01
          probe.sender = ::1
          ip.source = 192.0.2.1
          forward b
        }
        on packet(ip: ipv4, probe: Probe) {
          probe.sequence = probe.sequence &+ 1
          forward a
        }
        otherwise drop "no probe"
      }
      """)
  }

  @Test func `A declared header is parsed, written, and covered by the checksum`() throws {
    let rig = try rig()
    var plain = probe(5, 1)
    #expect(rig.send(&plain) == "out a")
    #expect(Frames.word(plain, 44) == 8)
    #expect(Frames.isIntact(plain))
    #expect(rig.send(probe(5, 1, port: 9998)) == "no probe")
    #expect(rig.send(probe(4, 1)) == "no probe", "shorter than its fields")
    #expect(rig.send(probe(15, 1).dropLast(40) + []) == "no probe", "longer than the packet")
  }

  @Test(arguments: [5, 6, 9] as [UInt8]) func `What follows it begins behind its length`(words: UInt8) throws {
    let rig = try rig()
    let answer: [UInt8] = [0, 0, 0x10, 0, 1, 2, 3, 4, 5, 6]
    var frame = probe(words, 2, behind: answer)
    #expect(rig.send(&frame) == "out b")
    #expect(Frames.isIntact(frame))
    let at = 42 + Int(words) * 4
    #expect(Array(frame[(at + 4)..<(at + 10)]) == [2, 0, 0, 0, 0, 1])
    #expect(rig.send(probe(words, 2, behind: [0, 0, 0, 9, 1, 2, 3, 4, 5, 6])) == "out a")
  }

  // MARK: Quoted packets

  private func error(about packet: [UInt8], keeping count: Int, isIPv6: Bool = false) -> [UInt8] {
    let quote = Array(packet.dropFirst(14).prefix(count))
    var message: [UInt8] = [isIPv6 ? 1 : 3, 1, 0, 0, 0, 0, 0, 0] + quote
    let source: IPAddress = isIPv6 ? Host.outside6(9, 0).address : Host.outside(9, 0).address
    let target: IPAddress = isIPv6 ? Host.inside6(9, 0).address : Host.inside(9, 0).address
    let number: UInt8 = isIPv6 ? 58 : 1
    let start = Checksum.pseudoHeader(source: source, destination: target, transport: number, length: message.count)
    let sum = Checksum.internet(message, onto: start)
    (message[2], message[3]) = (UInt8(sum >> 8), UInt8(sum & 255))
    return PacketBuilder.packet(source, target, number, message, PacketBuilder.Options())
  }

  @Test(arguments: [28, 40, 60]) func `A quoted packet is rewritten with all its checksums`(count: Int) throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        on packet(ip: ipv4, icmp error, old: ipv4, oldL4: tcp | udp) where old.source == 10.0.0.1 {
          old.source = 192.0.2.7
          oldL4.source = 4242
          ip.destination = 192.0.2.7
          forward b
        }
        on packet(ip: ipv4, icmp) { drop "other icmp" }
        otherwise drop "other"
      }
      """)
    for packet in [Sample.udp(), Sample.tcp()] {
      var frame = error(about: packet, keeping: count)
      #expect(rig.send(&frame) == "out b")
      #expect(Frames.isIntact(frame))
      #expect(Checksum.isIntact(frame[42..<62]))
      #expect(Array(frame[54..<58]) == [192, 0, 2, 7])
      #expect(Frames.word(frame, 62) == 4242)
      if frame.count >= 42 + packet.count - 14 { #expect(Frames.isIntact(frame, from: 42)) }
    }
    #expect(rig.send(error(about: Sample.udp(), keeping: 27)) == "other icmp")
    #expect(rig.send(PacketBuilder.icmpEcho(
      from: Host.inside(1, 0).address, to: Host.outside(1, 0).address, identifier: 1, sequence: 1)) == "other icmp")
  }

  @Test func `Over IPv6 too`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        on packet(ip: ipv6, icmpv6 error, old: ipv6, oldL4: udp) {
          old.source = 2001:db8::7
          oldL4.source = 4242
          forward b
        }
        otherwise drop "other"
      }
      """)
    var frame = error(about: PacketBuilder.udp(from: Host.inside6(1, 1), to: Host.outside6(1, 2)), keeping: 48, isIPv6: true)
    #expect(rig.send(&frame) == "out b")
    #expect(Frames.isIntact(frame))
    #expect(Frames.isIntact(frame, from: 62))
    #expect(Frames.word(frame, 102) == 4242)
  }
}
