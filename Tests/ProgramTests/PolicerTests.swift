import IR
import Interpreter
import Testing
import Wire

/// 1 MB/s in bursts of 64 kB are green, 2 MB/s in bursts of 128 kB pass, by destination.
private let rate = 1_000_000.0
private let burst = 64_000.0
private let peakRate = 2_000_000.0
private let peakBurst = 128_000.0
/// AF13.
private let yellow: UInt8 = 14

private func packet(to: Endpoint, bytes: Int) -> [UInt8] {
  let from = to.address.isIPv6 ? Host.outside6(1, 1) : Host.outside(1, 1)
  let overhead = to.address.isIPv6 ? 62 : 42
  return PacketBuilder.udp(from: from, to: to, payload: [UInt8](repeating: 0, count: bytes - overhead))
}

/// The differentiated services code point.
private func trafficClass(_ frame: [UInt8]) -> UInt8 {
  frame[12] == 0x08 ? frame[15] >> 2 : (frame[14] << 4 | frame[15] >> 4) >> 2
}

@Suite struct PolicerTests {
  @Test(arguments: [Host.inside(1, 9), Host.inside6(1, 9)])
  func `A burst is green, then yellow, then red until tokens have come back`(to: Endpoint) throws {
    let policer = try Rig("policer")
    let thousand = packet(to: to, bytes: 1000)
    for number in 0..<64 {
      let out = policer.send(thousand, from: "outside", after: 0)
      #expect(out.fate == .out("inside") && out.isUnchanged(thousand), "packet \(number)")
    }
    for number in 64..<128 {
      let out = policer.send(thousand, from: "outside", after: 0)
      #expect(out.fate == .out("inside") && trafficClass(out.bytes) == yellow, "packet \(number)")
      #expect(Checksum.verify(out.bytes).isIntact)
    }
    #expect(policer.send(thousand, from: "outside", after: 0).fate == .dropped("over rate"))
    #expect(policer.send(thousand, from: "outside", after: 0.0004).isDropped)
    // Another 0.11 ms make 1,020 tokens at the peak rate since the burst, less 0.1 % of rounding, and half of them at the other.
    let late = policer.send(thousand, from: "outside", after: 0.00011)
    #expect(!late.isDropped && trafficClass(late.bytes) == yellow)
    #expect(policer.send(thousand, from: "outside", after: 0).isDropped)
    // Both buckets are full again.
    let green = policer.send(thousand, from: "outside", after: 0.07)
    #expect(green.isUnchanged(thousand) && !green.isDropped)
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

  /// The promise of token buckets: in any interval no more than rate × time + burst bytes pass, and are green.
  @Test(arguments: 1...4)
  func `Never more passes than rate times time plus burst, and nearly that much does`(seed: Int) throws {
    let policer = try Rig("policer")
    var random = SplitMix64(seed: UInt64(seed))
    var (all, green) = (Passed(from: policer.now), Passed(from: policer.now))
    let start = policer.now
    var offered = 0.0
    for _ in 0..<16_000 {
      let size = 60 + random.below(1400)
      let gap = Double(random.below(random.chance(0.01) ? 20_000 : 250)) * 1e-6
      offered += Double(size)
      let out = policer.send(packet(to: Host.inside(1, 9), bytes: size), from: "outside", after: gap)
      if out.isDropped { continue }
      all.add(size, at: policer.now)
      if trafficClass(out.bytes) != yellow { green.add(size, at: policer.now) }
    }
    #expect(all.worst(rate: peakRate) <= peakBurst + 1e-6)
    #expect(green.worst(rate: rate) <= burst + 1e-6)
    let seconds = Double(policer.now - start) * 1e-9
    #expect(offered > 1.3 * all.total, "the traffic is no test of the rate")
    #expect(all.total > 0.9 * peakRate * seconds && green.total > 0.9 * rate * seconds)
  }

  /// Bytes that have passed, by time.
  private struct Passed {
    private(set) var points: [(time: UInt64, total: Double)]

    init(from start: UInt64) { points = [(start, 0)] }

    var total: Double { points[points.count - 1].total }
    mutating func add(_ bytes: Int, at time: UInt64) { points.append((time, total + Double(bytes))) }

    /// The most that any interval has above rate × time. The worst one ends at a packet; it is enough to follow the least of
    /// `total - rate × time` so far.
    func worst(rate: Double) -> Double {
      var (least, worst) = (Double.infinity, 0.0)
      for (index, point) in points.enumerated() {
        let line = point.total - rate * Double(point.time - points[0].time) * 1e-9
        if index > 0 { worst = max(worst, line - least) }
        least = min(least, line)
      }
      return worst
    }
  }

  @Test func `A quiet address is forgotten, and comes back with a full bucket`() throws {
    let policer = try Rig("policer")
    let large = packet(to: Host.inside(1, 9), bytes: 1000)
    while !policer.send(large, from: "outside", after: 0).isDropped {}
    _ = policer.send(packet(to: Host.inside(2, 9), bytes: 100), from: "outside", after: 60)
    #expect(policer.live("buckets") == 1)
    for _ in 0..<64 { #expect(policer.send(large, from: "outside", after: 0).isUnchanged(large)) }
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
    #expect(passed == 128_000 / fragment.count)
  }
}
