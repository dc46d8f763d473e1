import IR
import Interpreter
import Testing
import Wire

/// 1 MB/s in bursts of 64 kB, by destination.
private let rate = 1_000_000.0
private let burst = 64_000.0

private func packet(to: Endpoint, bytes: Int) -> [UInt8] {
  let from = to.address.isIPv6 ? Host.outside6(1, 1) : Host.outside(1, 1)
  let overhead = to.address.isIPv6 ? 62 : 42
  return PacketBuilder.udp(from: from, to: to, payload: [UInt8](repeating: 0, count: bytes - overhead))
}

@Suite struct PolicerTests {
  @Test(arguments: [Host.inside(1, 9), Host.inside6(1, 9)])
  func `A burst passes, then nothing until tokens have come back`(to: Endpoint) throws {
    let policer = try Rig("policer")
    let thousand = packet(to: to, bytes: 1000)
    for number in 0..<64 {
      let out = policer.send(thousand, from: "outside", after: 0)
      #expect(out.fate == .out("inside") && out.isUnchanged(thousand), "packet \(number)")
    }
    #expect(policer.send(thousand, from: "outside", after: 0).fate == .dropped("over rate"))
    #expect(policer.send(thousand, from: "outside", after: 0.0009).isDropped)
    // Another 0.11 ms make 1,010 tokens since the burst, less 0.1 % of rounding.
    #expect(!policer.send(thousand, from: "outside", after: 0.00011).isDropped)
    #expect(policer.send(thousand, from: "outside", after: 0).isDropped)
  }

  @Test func `Each address has a bucket of its own, and the way out is free`() throws {
    let policer = try Rig("policer")
    let large = packet(to: Host.inside(1, 9), bytes: 1500)
    while !policer.send(large, from: "outside", after: 0).isDropped {}
    #expect(!policer.send(packet(to: Host.inside(2, 9), bytes: 1500), from: "outside", after: 0).isDropped)
    #expect(!policer.send(packet(to: Host.inside6(1, 9), bytes: 1500), from: "outside", after: 0).isDropped)
    #expect(policer.send(packet(to: Host.inside(1, 10), bytes: 1500), from: "outside", after: 0).isDropped)
    for _ in 0..<100 {
      let out = policer.send(large, from: "inside", after: 0)
      #expect(out.fate == .out("outside"))
    }
    #expect(policer.live("buckets") == 3)
  }

  /// The promise of a token bucket: in any interval no more than rate × time + burst bytes pass.
  @Test(arguments: 1...4)
  func `Never more passes than rate times time plus burst, and nearly that much does`(seed: Int) throws {
    let policer = try Rig("policer")
    var random = SplitMix64(seed: UInt64(seed))
    let start = policer.now
    var passed: [(time: UInt64, total: Double)] = [(start, 0)]
    var offered = 0.0
    for _ in 0..<8000 {
      let size = 60 + random.below(1400)
      let gap = Double(random.below(random.chance(0.01) ? 40_000 : 500)) * 1e-6
      offered += Double(size)
      guard !policer.send(packet(to: Host.inside(1, 9), bytes: size), from: "outside", after: gap).isDropped else {
        continue
      }
      passed.append((policer.now, passed[passed.count - 1].total + Double(size)))
    }
    // The worst interval ends at a packet; it is enough to follow the least of `total - rate × time` so far.
    var least = Double.infinity
    for (index, point) in passed.enumerated() {
      let line = point.total - rate * Double(point.time - start) * 1e-9
      if index > 0 { try #require(line - least <= burst + 1e-6) }
      least = min(least, line)
    }
    let total = passed[passed.count - 1].total
    #expect(offered > 1.3 * total, "the traffic is no test of the rate")
    #expect(total > 0.97 * rate * Double(policer.now - start) * 1e-9)
  }

  @Test func `A quiet address is forgotten, and comes back with a full bucket`() throws {
    let policer = try Rig("policer")
    let large = packet(to: Host.inside(1, 9), bytes: 1000)
    while !policer.send(large, from: "outside", after: 0).isDropped {}
    _ = policer.send(packet(to: Host.inside(2, 9), bytes: 100), from: "outside", after: 60)
    #expect(policer.live("buckets") == 1)
    for _ in 0..<64 { #expect(!policer.send(large, from: "outside", after: 0).isDropped) }
    #expect(policer.send(large, from: "outside", after: 0).isDropped)
  }

  @Test func `What is not IP, or malformed, passes unpoliced and makes no bucket`() throws {
    let policer = try Rig("policer")
    let arp = PacketBuilder.arpRequest(from: IPv4Address(10, 0, 0, 1), to: IPv4Address(10, 0, 0, 2))
    #expect(policer.send(arp, from: "outside").fate == .out("inside"))
    #expect(policer.send([1, 2, 3], from: "outside").fate == .out("inside"))
    for (what, bytes) in malformed(packet(to: Host.inside(1, 9), bytes: 60)) where what != "cut in the transport header"
    {
      #expect(policer.send(bytes, from: "outside").fate == .out("inside"), "\(what)")
    }
    #expect(policer.live("buckets") == 0)
  }

  @Test func `Fragments are charged like any packet`() throws {
    let policer = try Rig("policer")
    var options = PacketBuilder.Options()
    options.fragment = PacketBuilder.Fragment(offset: 1480, length: 960, more: false)
    let bytes = [UInt8](repeating: 0, count: 3000)
    let fragment = PacketBuilder.udp(from: Host.outside(1, 1), to: Host.inside(1, 9), payload: bytes, options: options)
    var passed = 0
    while passed < 1000, !policer.send(fragment, from: "outside", after: 0).isDropped { passed += 1 }
    #expect(passed == 64_000 / fragment.count)
  }
}
