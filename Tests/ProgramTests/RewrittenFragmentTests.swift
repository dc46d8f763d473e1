import Testing
import Wire

/// Fragments whose addresses and ports are rewritten: put together again, they are what the whole packet would have
/// become.
@Suite struct RewrittenFragmentTests {
  private static let policy = "fragments follow first { capacity 16  expire 30s  full drop \"table full\" }"
  private static let rewrite = """
      on packet(ip: ipv4, l4: tcp | udp | icmp) {
        ip.source = 203.0.113.1
        l4.source = 4242
        ip.ttl = ip.ttl -| 1
        forward b
      }
      on packet(ip: ipv6, l4: tcp | udp | icmpv6) {
        ip.source = 2001:db8::7
        l4.source = 4242
        forward b
      }
      otherwise drop "other"
    """
  private static let payload = (0..<150).map { UInt8($0) }

  private func sent(_ parts: [[UInt8]], through rig: SourceRig) -> [[UInt8]] {
    parts.map { part in
      var bytes = part
      #expect(rig.send(&bytes) == "out b")
      return bytes
    }
  }

  @Test func `Rewritten fragments make up the rewritten packet, its checksums right`() throws {
    let rig = try SourceRig("nf T {\n  port a, b\n  \(Self.policy)\n\(Self.rewrite)\n}")
    let (from, to) = (Host.inside(1, 1000), Host.outside(1, 2000))
    var unsummed = PacketBuilder.Options()
    unsummed.omitsUDPChecksum = true
    let packets = [
      PacketBuilder.udp(from: from, to: to, payload: Self.payload),
      PacketBuilder.udp(from: from, to: to, payload: Self.payload, options: unsummed),
      PacketBuilder.tcp(from: from, to: to, payload: Self.payload),
      PacketBuilder.icmpEcho(from: from.address, to: to.address, identifier: 9, payload: Self.payload),
    ]
    for packet in packets {
      let marked = Fragments.marked(packet, bits: 0)
      var direct = marked
      (direct[18], direct[19]) = (0, 77)
      direct = Fragments.marked(direct, bits: 0)
      #expect(rig.send(&direct) == "out b")
      for size in [40, 72] {
        let parts = sent(Fragments.cut(packet, every: size), through: rig)
        #expect(Fragments.whole(parts) == direct)
        #expect(Frames.isIntact(direct))
      }
    }
  }

  @Test func `The same of IPv6`() throws {
    let rig = try SourceRig("nf T {\n  port a, b\n  \(Self.policy)\n\(Self.rewrite)\n}")
    let (from, to) = (Host.inside6(1, 1000), Host.outside6(1, 2000))
    let packets = [
      PacketBuilder.udp(from: from, to: to, payload: Self.payload),
      PacketBuilder.tcp(from: from, to: to, payload: Self.payload),
      PacketBuilder.icmpEcho(from: from.address, to: to.address, identifier: 9, payload: Self.payload),
    ]
    for packet in packets {
      var direct = packet
      #expect(rig.send(&direct) == "out b")
      let whole = Fragments.whole6(sent(Fragments.cut6(packet, every: 48), through: rig))
      #expect(whole == direct)
      #expect(Frames.isIntact(direct))
    }
  }

  /// The second member sees what the first one has made of the packet, and remembers that.
  @Test func `Each member of a chain follows fragments on its own`() throws {
    let rig = try SourceRig(
      """
      nf Rewriter {
        port a, b
        \(Self.policy)
      \(Self.rewrite)
      }
      nf Filter {
        port a, b
        fragments follow first { capacity 16  full evict oldest }
        on packet(ip: ipv4, l4: tcp | udp) where l4.source == 4242 and ip.source == 203.0.113.1 { forward b }
        otherwise drop "filtered"
      }
      chain Both { port a, b  Rewriter -> Filter }
      """)
    let packet = PacketBuilder.udp(from: Host.inside(1, 1000), to: Host.outside(1, 2000), payload: Self.payload)
    #expect(sent(Fragments.cut(packet, every: 40), through: rig).count == 4)
    #expect(rig.live("Rewriter.fragments") == 1)
    #expect(rig.live("Filter.fragments") == 1)
  }

  /// A checksum over the whole segment cannot be made of a part; a write is read back.
  @Test func `A fragment's checksum is not made anew, and its ports are read back as written`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        \(Self.policy)
        on packet(ip: ipv4, l4: udp) {
          ip.source = 203.0.113.1
          l4.source = 4242
          recompute l4
          if l4.source != 4242 { drop "not as written" }
          forward b
        }
        otherwise drop "other"
      }
      """)
    let packet = PacketBuilder.udp(from: Host.inside(1, 1000), to: Host.outside(1, 2000), payload: Self.payload)
    let whole = Fragments.whole(sent(Fragments.cut(packet, every: 40), through: rig))
    #expect(whole.map { Frames.isIntact($0) } == true)
  }

  @Test func `Headers may be put before fragments and taken away`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        \(Self.policy)
        on packet(ip: ipv4, l4: udp) where l4.destination == 2000 {
          push outer: ipv4(source: 192.0.2.1, destination: 192.0.2.2) before ip
          ip.ttl = 9
          forward b
        }
        otherwise drop "other"
      }
      """)
    let packet = PacketBuilder.udp(from: Host.inside(1, 1000), to: Host.outside(1, 2000), payload: Self.payload)
    let parts = Fragments.cut(packet, every: 40)
    for (part, tunneled) in zip(parts, sent(parts, through: rig)) {
      #expect(tunneled.count == part.count + 20)
      #expect(Checksum.isIntact(tunneled[14..<34]) && Checksum.isIntact(tunneled[34..<54]))
      #expect(Array(tunneled[54...]) == Array(part[34...]))
    }
  }
}
