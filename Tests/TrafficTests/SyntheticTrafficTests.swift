import Testing
import Wire

@testable import Traffic

@Suite struct SyntheticTrafficTests {
  private func traffic(_ change: (inout SyntheticTraffic) -> Void = { _ in }) -> SyntheticTraffic {
    var traffic = SyntheticTraffic()
    traffic.flows = 1000
    traffic.packets = 20_000
    change(&traffic)
    return traffic
  }

  private func flows(_ trace: Trace) -> [UInt64] {
    (0..<trace.count).map { trace.bytes($0).withUnsafeBytes { FlowHash.of(packet: $0) } }
  }

  private func counts(_ trace: Trace) -> [UInt64: Int] {
    flows(trace).reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  @Test func oneSeedOneTraffic() throws {
    let first = try traffic().trace()
    #expect(try traffic().trace().storage == first.storage)
    #expect(try traffic { $0.seed = 2 }.trace().storage != first.storage)
  }

  @Test func writesWhatTheTraceHolds() throws {
    let scratch = try Scratch()
    try traffic().write(to: scratch.file("a.pcap"))
    let read = try Trace(captures: [CaptureSource(path: scratch.file("a.pcap"))])
    let made = try traffic().trace()
    #expect(read.storage == made.storage && read.records == made.records)
  }

  @Test(arguments: [0, 0.8, 1.1, 1.5]) func popularityIsZipf(exponent: Double) throws {
    let trace = try traffic {
      $0.exponent = exponent; $0.packets = 200_000; $0.sizes = .fixed(64)
    }.trace()
    let sorted = counts(trace).values.sorted(by: >)
    let zipf = Zipf(count: 1000, exponent: exponent)
    for n in [1, 10, 100, 500] {
      let share = Double(sorted.prefix(n).reduce(0, +)) / 200_000
      #expect(abs(share - zipf.share(ofTop: n)) < (exponent == 0 ? 0.05 : 0.01), "top \(n)")
    }
  }

  @Test func everyFlowIsDistinct() throws {
    for (inside, servers, flows) in [
      ("10.0.0.0/16", "198.51.100.10", 70_000), ("10.0.0.0/31", "198.51.100.0/29", 200_000),
      ("10.0.0.1", "198.51.100.1", 64_512),
    ] {
      let traffic = traffic {
        $0.inside = IPPrefix(inside) ?? $0.inside
        $0.servers = IPPrefix(servers) ?? $0.servers
      }
      let plan = FlowPlan(traffic)
      #expect(plan.mostFlows >= flows)
      let places = (0..<flows).map { plan.place(of: $0) }
      #expect(Set(places.map { UInt64($0.host) << 32 | UInt64($0.server) << 16 | UInt64($0.port) }).count == flows)
      #expect(places.allSatisfy { traffic.inside.contains(traffic.inside.host($0.host)) })
      #expect(places.allSatisfy { traffic.servers.contains(traffic.servers.host($0.server)) })
    }
  }

  @Test func packetsOfAFlowShareItsFiveTuple() throws {
    let trace = try traffic { $0.sizes = .fixed(64) }.trace()
    var hashes: [UInt32: UInt64] = [:]
    for (index, hash) in flows(trace).enumerated() {
      let flow = trace.bytes(index).withUnsafeBytes {
        UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: 46, as: UInt32.self))
      }
      #expect(hashes[flow] ?? hash == hash)
      hashes[flow] = hash
    }
    #expect(Set(hashes.values).count == hashes.count && hashes.count > 900)
  }

  @Test func invertingRanksTurnsPopularityOver() throws {
    let plain = counts(try traffic().trace())
    let inverted = counts(try traffic { $0.invertsRanks = true }.trace())
    let reseeded = counts(try traffic { $0.popularitySeed = 99 }.trace())
    let top = try #require(plain.max { $0.value < $1.value })
    #expect(top.value > 2000)
    #expect(inverted[top.key] ?? 0 < 20)
    #expect(reseeded[top.key] ?? 0 < 1000)
    #expect(inverted.values.max() ?? 0 > 2000)
  }

  @Test(arguments: [false, true]) func checksumsAreRight(isIPv6: Bool) throws {
    let trace = try traffic {
      $0.tcpShare = 0.5
      $0.opensWithSYN = true
      $0.packets = 2000
      guard isIPv6 else { return }
      $0.inside = IPPrefix("fd00::/64") ?? $0.inside
      $0.servers = IPPrefix("2001:db8::1") ?? $0.servers
    }.trace()
    for index in 0..<trace.count {
      let frame = Array(trace.bytes(index))
      if !isIPv6 { #expect(ones(Array(frame[14..<34])) == 0xffff) }
      let start = isIPv6 ? 54 : 34
      let proto = frame[isIPv6 ? 20 : 23]
      let length = frame.count - start
      let pseudo = Array(frame[(isIPv6 ? 22 : 26)..<start]) + [0, proto, UInt8(length >> 8), UInt8(length & 255)]
      #expect(ones(pseudo + frame[start...]) == 0xffff)
      #expect(
        UInt16(frame[isIPv6 ? 18 : 16]) << 8 | UInt16(frame[isIPv6 ? 19 : 17])
          == UInt16(frame.count - (isIPv6 ? 54 : 14)))
    }
  }

  /// The ones' complement sum of 16-bit words.
  private func ones(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() { sum += index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
    while sum >> 16 != 0 { sum = (sum & 0xffff) + (sum >> 16) }
    return sum
  }

  @Test func numbersAndTimesAscend() throws {
    let trace = try traffic {
      $0.firstNumber = .max - 5; $0.tcpShare = 0.3; $0.packetsPerSecond = 50_000
    }.trace()
    let numbers = (0..<trace.count).map { trace.bytes($0).withUnsafeBytes { PacketNumber.of($0) } }
    #expect(numbers == (0..<trace.count).map { UInt32.max - 5 &+ UInt32($0) })
    #expect(trace.records[1].time - trace.records[0].time == 20_000)
    let poisson = try traffic { $0.arrivals = .poisson }.trace().records.map(\.time)
    #expect(poisson == poisson.sorted())
    let mean = Double(poisson[19_999] - poisson[0]) / 19_999
    #expect(abs(mean - 1000) < 30)
  }

  @Test func sizesFollowTheMix() throws {
    let trace = try traffic().trace()
    let counts = trace.records.reduce(into: [Int: Int]()) { $0[$1.length, default: 0] += 1 }
    #expect(Set(counts.keys) == [60, 590, 1514])
    #expect(abs(Double(counts[60] ?? 0) / 20_000 - 28.0 / 48) < 0.02)
    #expect(try traffic { $0.sizes = .fixed(64) }.trace().records.allSatisfy { $0.length == 60 })
    #expect(SizeMix("imix") == .imix && SizeMix("128") == .fixed(128) && SizeMix("64:28,594:16,1518:4") == .imix)
    for text in ["", "big", "64:", "64:1:2", ",64"] { #expect(SizeMix(text) == nil) }
  }

  @Test func aTCPFlowOpensOnce() throws {
    let trace = try traffic {
      $0.tcpShare = 1; $0.opensWithSYN = true; $0.flows = 50
    }.trace()
    var opened: Set<UInt64> = []
    for (index, flow) in flows(trace).enumerated() {
      let flags = Array(trace.bytes(index))[47]
      #expect(flags == (opened.insert(flow).inserted ? 0x02 : 0x18))
    }
  }

  @Test func refusesWhatCannotBe() throws {
    let one = try #require(IPPrefix("10.0.0.1"))
    let six = try #require(IPPrefix("fd00::/64"))
    let mistakes: [(inout SyntheticTraffic) -> Void] = [
      { $0.flows = 0 }, { $0.flows = 1 << 27 }, { $0.exponent = -1 }, { $0.exponent = .nan }, { $0.packets = -1 },
      { $0.packetsPerSecond = 0 }, { $0.packetsPerSecond = .infinity }, { $0.tcpShare = 1.1 },
      { $0.sizes = .fixed(63) },
      { $0.sizes = .fixed(10_000) }, { $0.sizes.parts = [] }, { $0.sizes.parts = [.init(bytes: 64, weight: 0)] },
      { $0.inside = six },
      {
        $0.inside = one; $0.flows = 64_513
      },
    ]
    for mistake in mistakes { #expect(throws: SynthesisError.self) { try traffic(mistake).trace() } }
    #expect(throws: SynthesisFailure.self) { try traffic().write(to: "/nowhere/a.pcap") }
  }

  @Test func linkAddressesReadBack() {
    #expect(MACAddress("02:00:5e:00:53:0a")?.description == "02:00:5e:00:53:0a")
    for text in ["", "02:00:5e:00:53", "02:00:5e:00:53:0g", "02:00:5e:00:53:+1", "2:0:5e:0:53:a"] {
      #expect(MACAddress(text) == nil)
    }
  }
}
