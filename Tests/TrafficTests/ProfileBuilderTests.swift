import Foundation
import Testing
import Traffic

@Suite struct ProfileBuilderTests {
  /// 10,000 packets at 1 Mpps: one of ten is of flow 0, the others of 90 flows in turn; even ones go path 3.
  private func builder() -> ProfileBuilder {
    var builder = ProfileBuilder(states: ["bindings", "owners"])
    for packet in 0..<10_000 {
      let flow = UInt64(packet % 10 == 0 ? 0 : 1 + packet % 90)
      builder.packet(
        flow: flow, bytes: packet % 2 == 0 ? 60 : 1514, time: UInt64(packet) * 1000, path: packet % 2 == 0 ? 3 : 8)
      if packet % 2 == 0 { builder.lookup(state: 0, key: [flow, 1], hit: packet >= 180) }
      if packet % 2 == 0, packet < 180 { builder.insert(state: 0, key: [flow, 1]) }
      builder.lookup(state: 7, key: [1], hit: true)
    }
    return builder
  }

  @Test func measures() throws {
    let profile = try #require(builder().profile(program: "SourceNAT", digest: "00ff"))
    #expect(profile.packets == 10_000)
    #expect(profile.durationSeconds == 0.009999)
    #expect(profile.packetsPerSecond == 1e6)
    #expect(profile.burstiness == 1)
    #expect(profile.sizes.mean == 787)
    #expect(profile.sizes.histogram == [.init(atMost: 60, share: 0.5), .init(atMost: 1514, share: 0.5)])
    #expect(profile.paths == [PathShare(path: 3, share: 0.5), PathShare(path: 8, share: 0.5)])
    #expect(profile.describes(programDigest: "00ff"))
    #expect(profile.flows.count == 82 && profile.flows.newPerSecond == 0)
    #expect(profile.flows.curve.share(ofTop: 1) == 0.1)
  }

  @Test func measuresStates() throws {
    let states = try #require(builder().profile()).states
    let bindings = try #require(states["bindings"])
    #expect(bindings.lookupShare == 0.5)
    #expect(bindings.activeKeys == 37)
    #expect(bindings.newKeysPerSecond == 0, "keys come in the first half only")
    #expect(states["owners"] == StateTraffic(activeKeys: 0, newKeysPerSecond: 0, lookupShare: 0, curve: .empty))
  }

  @Test func newKeysAreCountedInTheSecondHalf() throws {
    var builder = ProfileBuilder(states: ["m"])
    for packet in 0..<100_000 {
      builder.packet(flow: UInt64(packet % 100), bytes: 60, time: UInt64(packet) * 10_000)
      if packet < 1000 || packet % 100 == 0 { builder.insert(state: 0, key: [UInt64(packet)]) }
    }
    let rate = try #require(builder.profile()?.states["m"]).newKeysPerSecond
    #expect(abs(rate - 1000) < 30)
  }

  @Test func burstsAreTold() throws {
    var builder = ProfileBuilder()
    for packet in 0..<32_000 {
      let burst = packet / 320
      builder.packet(flow: 1, bytes: 60, time: UInt64(burst) * 3_200_000 + UInt64(packet % 320) * 1000)
    }
    let burstiness = try #require(builder.profile()).burstiness
    #expect(burstiness > 8 && burstiness < 11)
  }

  @Test func oneMomentAndNoPackets() throws {
    #expect(ProfileBuilder().profile() == nil)
    var builder = ProfileBuilder()
    builder.packet(flow: 1, bytes: 0, time: 5)
    builder.packet(flow: 1, bytes: 70_000, time: 5)
    let profile = try #require(builder.profile())
    #expect(profile.packetsPerSecond == 0 && profile.durationSeconds == 0)
    #expect(try TrafficProfile(yaml: profile.yaml, file: "p") == profile)
  }

  @Test func readsBackWhatItWrote() throws {
    let profile = try #require(builder().profile(program: "Source NAT: \"v2\" ü", digest: "00ff"))
    #expect(try TrafficProfile(yaml: profile.yaml, file: "p") == profile)
    #expect(try TrafficProfile(yaml: TrafficProfile.assumed.yaml, file: "p") == .assumed)
    let json = try JSONEncoder().encode(profile)
    #expect(try JSONDecoder().decode(TrafficProfile.self, from: json) == profile)
  }

  @Test func writesTheGoldenText() throws {
    try expectGolden(
      try #require(builder().profile(program: "SourceNAT", digest: "00ff")).yaml, "measured.profile.yaml")
  }

  @Test func flowsAreToldByFiveTuple() {
    func flow(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { FlowHash.of(packet: $0) } }
    let one = CaptureBytes.udp(from: [10, 0, 0, 1], to: [10, 0, 0, 2], ports: (1, 2))
    let back = CaptureBytes.udp(from: [10, 0, 0, 2], to: [10, 0, 0, 1], ports: (2, 1))
    let other = CaptureBytes.udp(from: [10, 0, 0, 1], to: [10, 0, 0, 2], ports: (1, 3))
    let longer = CaptureBytes.udp(from: [10, 0, 0, 1], to: [10, 0, 0, 2], ports: (1, 2), payload: [1, 2])
    #expect(flow(one) == flow(longer))
    #expect(Set([flow(one), flow(back), flow(other)]).count == 3)
  }
}
