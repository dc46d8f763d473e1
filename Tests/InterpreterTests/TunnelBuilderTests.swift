import Testing
import Wire

@Suite struct TunnelBuilderTests {
  private let inner = PacketBuilder.udp(
    from: Endpoint(.v4(10, 0, 0, 1), 7), to: Endpoint(.v4(10, 0, 0, 2), 9), payload: [1, 2])
  private let near = IPAddress.v4(192, 0, 2, 1)
  private let far = IPAddress.v4(192, 0, 2, 2)

  @Test func `IP in IP carries the packet without its link-layer header`() throws {
    let outer = PacketBuilder.tunnelled(inner, in: .ip, from: near, to: far)
    let view = try #require(PacketView(outer))
    #expect(view.transport == 4 && view.source == near)
    #expect(Array(view.ipv4?.payload ?? []) == Array(inner.dropFirst(14)))
    #expect(Checksum.verify(outer).isIntact)
  }

  @Test func `GRE has a key where one is given`() throws {
    let plain = try #require(PacketView(PacketBuilder.tunnelled(inner, in: .gre(key: nil), from: near, to: far)))
    let keyed = try #require(PacketView(PacketBuilder.tunnelled(inner, in: .gre(key: 5), from: near, to: far)))
    #expect(Array(plain.ipv4?.payload.prefix(4) ?? []) == [0, 0, 8, 0])
    #expect(Array(keyed.ipv4?.payload.prefix(8) ?? []) == [0x20, 0, 8, 0, 0, 0, 0, 5])
  }

  @Test func `VXLAN carries the whole frame, GTP-U the packet`() throws {
    let segment = PacketBuilder.tunnelled(inner, in: .vxlan(vni: 0x010203, sourcePort: 50_000), from: near, to: far)
    let vxlan = try #require(PacketView(segment)?.payload)
    #expect(Array(vxlan.prefix(8)) == [8, 0, 0, 0, 1, 2, 3, 0] && Array(vxlan.dropFirst(8)) == inner)
    let gtpu = try #require(PacketView(PacketBuilder.tunnelled(inner, in: .gtpu(teid: 9), from: near, to: far))?.payload)
    #expect(Array(gtpu.prefix(8)) == [0x30, 0xff, 0, 30, 0, 0, 0, 9])
    #expect(Array(gtpu.dropFirst(8)) == Array(inner.dropFirst(14)))
  }

  @Test func `An error quotes the header and eight bytes`() throws {
    let error = PacketBuilder.icmpError(type: 11, code: 0, from: near, to: .v4(10, 0, 0, 1), about: inner)
    let view = try #require(PacketView(error))
    #expect(view.icmp?.type == 11 && view.ipv4?.payload.count == 8 + 28)
    #expect(Checksum.verify(error) == ChecksumReport(ipv4: true, transport: true))
  }
}
