import CBurst
import CNFABI
import DataPlane
import Halves
import Testing
import Wire

@testable import Runtime

/// What a burst makes of packets with and without punt headers.
@Suite struct BurstTests {
  private static let packet = PacketBuilder.udp(
    from: Endpoint(.v4(10, 0, 0, 1), 1000), to: Endpoint(.v4(198, 51, 100, 1), 53))

  /// A NAT behind two ports in memory.
  private final class Bench {
    let pool = FramePool(count: 128)
    let inside: MemoryPort
    let outside: MemoryPort
    let burst: Burst
    let nic: MapsInMemory?
    private let half: TestHalf

    init(withNIC: Bool) throws {
      half = try TestHalf("nat.nf", nicEntries: 8)
      nic = withNIC ? MapsInMemory(half.half.layout, entries: 8) : nil
      inside = MemoryPort(name: "inside", pool: pool)
      outside = MemoryPort(name: "outside", pool: pool)
      burst = Burst(
        vtable: half.half.functions, nf: half.half.instance, ledger: nic?.ledger, portCount: 2)
    }

    func move(_ packets: [[UInt8]]) -> Int {
      for packet in packets { inside.arrive(packet) }
      return burst.move(from: 0, of: [inside, outside], now: 7)
    }

    var counters: cora_burst_counters { burst.state.pointee.counters }
  }

  @Test func withoutANICHalfEveryPacketIsPlain() throws {
    let bench = try Bench(withNIC: false)
    #expect(bench.move([Self.packet, Self.packet, [1, 2, 3]]) == 3)
    #expect(bench.outside.departures.count == 2)
    #expect(bench.counters.plain == 3 && bench.counters.forwarded == 2 && bench.counters.dropped == 1)
    #expect(bench.pool.available == bench.pool.count)
  }

  @Test func aPuntHeaderComesOffAndIsAnswered() throws {
    let bench = try Bench(withNIC: true)
    let nic = try #require(bench.nic)
    let punter = Punter(ledger: nic.buckets)
    let punted = (0..<3).map { _ in punter.punt(Self.packet, port: 0, bucket: 9, now: 50) }
    #expect(cora_ledger_is_even(nic.buckets, 9) == 0)
    #expect(bench.move(punted) == 3)
    #expect(bench.outside.departures.count == 3)
    #expect(bench.outside.departures[0].count == Self.packet.count)
    #expect(bench.counters.restarted == 3 && bench.counters.plain == 0)
    #expect(cora_ledger_is_even(nic.buckets, 9) == 1 && cora_ledger_is_quiet(nic.buckets) == 1)
  }

  @Test func thePortOfTheHeaderCounts() throws {
    let bench = try Bench(withNIC: true)
    let punter = Punter(ledger: try #require(bench.nic).buckets)
    _ = bench.move([punter.punt(Self.packet, port: 1, bucket: 1, now: 50)])
    // From outside to another address than the public one: not translated.
    #expect(bench.counters.dropped == 1 && bench.outside.departures.isEmpty && bench.inside.departures.isEmpty)
  }

  /// Headers that no NIC half of this bundle can have made, among them forged ones.
  enum Fault: String, CaseIterable, Sendable {
    case noHeader, cut, anotherType, noMagic, port, liveValuesMissing, tooManyLiveValues, bucket, resumePoint

    func apply(to header: [UInt8], before packet: [UInt8]) -> [UInt8] {
      switch self {
      case .noHeader: packet
      case .cut: Array(header.prefix(47))
      case .anotherType: changed(header, 12, 0x08) + packet
      case .noMagic: changed(header, 16, 0) + packet
      case .port: changed(header, 20, 2) + packet
      case .liveValuesMissing: changed(header, 22, 1)
      case .tooManyLiveValues: changed(header, 22, 13) + [UInt8](repeating: 0, count: 13 * 8) + packet
      case .bucket: changed(header, 30, 1) + packet
      case .resumePoint: changed(changed(header, 14, 0), 15, 0) + packet
      }
    }
  }

  @Test(arguments: Fault.allCases)
  func otherPacketsAreNotOurs(_ fault: Fault) throws {
    let bench = try Bench(withNIC: true)
    let header = Punter(ledger: try #require(bench.nic).buckets).header(port: 0, bucket: 0, now: 1, sequence: 1)
    #expect(bench.move([fault.apply(to: header, before: Self.packet)]) == 1)
    #expect(bench.counters.unpunted == 1)
    #expect(bench.outside.departures.isEmpty && bench.pool.available == bench.pool.count)
  }

  @Test func aFullBurstGoesThrough() throws {
    let bench = try Bench(withNIC: false)
    #expect(bench.move([[UInt8]](repeating: Self.packet, count: 100)) == Burst.most)
    #expect(bench.inside.waiting == 100 - Burst.most)
    #expect(bench.outside.departures.count == Burst.most)
  }
}

private func changed(_ header: [UInt8], _ at: Int, _ byte: UInt8) -> [UInt8] {
  var header = header
  header[at] = byte
  return header
}
