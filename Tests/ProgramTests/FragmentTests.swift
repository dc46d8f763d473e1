import Testing
import Wire

/// What a program says becomes of fragments.
@Suite struct FragmentTests {
  private static let frame = Sample.udp()

  @Test func `Dropped fragments end before any handler, of either version of IP`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        fragments drop "fragment"
        on packet(ip: ipv4, l4: udp) { forward b }
        on packet() { forward a }
      }
      """)
    #expect(rig.send(Self.frame) == "out b")
    for bits in [0x2000, 0x2001, 0x0001, 0x1fff] {
      #expect(rig.send(Fragments.marked(Self.frame, bits: bits)) == "fragment")
    }
    #expect(rig.send(Fragments.marked(Self.frame, bits: 0x4000)) == "out b")
    let six = PacketBuilder.udp(from: Host.inside6(1, 1), to: Host.outside6(1, 2), payload: [1, 2, 3, 4])
    #expect(rig.send(six) == "out a")
    for bits in [1, 8, 9] { #expect(rig.send(Fragments.of6(six, bits: bits)) == "fragment") }
    #expect(rig.send(Fragments.of6(six, bits: 0)) == "out a")
    #expect(rig.send([0, 1, 2]) == "out a")
  }

  @Test func `A bridge that looks at no IP header drops fragments too, behind tags as well`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        fragments drop "fragment"
        on packet(eth) { forward other }
        otherwise drop "other"
      }
      """)
    #expect(rig.send(Self.frame) == "out b")
    let fragment = Fragments.marked(Self.frame, bits: 0x2000)
    #expect(rig.send(fragment) == "fragment")
    let tagged = Frames.inserting([0x81, 0x00, 0x00, 0x07], into: fragment, at: 12)
    #expect(rig.send(tagged) == "fragment")
    #expect(rig.send(Frames.inserting([0x88, 0xa8, 0x00, 0x07], into: tagged, at: 12)) == "fragment")
  }

  @Test func `Fragments that pass have no transport header`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        fragments pass
        on packet(ip: ipv4, l4: udp) { forward b }
        on packet(ip: ipv4) { drop "no ports" }
        otherwise drop "other"
      }
      """)
    #expect(rig.send(Self.frame) == "out b")
    #expect(rig.send(Fragments.marked(Self.frame, bits: 0x2000)) == "no ports")
    #expect(rig.send(Fragments.marked(Self.frame, bits: 1)) == "no ports")
  }
}
