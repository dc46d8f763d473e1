import CNFABI
import DataPlane
import Halves
import Plan
import Testing
import Wire

@testable import Runtime

/// A NAT's host half with the hot set over maps in memory, driven packet by packet.
final class NATBench {
  let nic: MapsInMemory
  let hotSet: HotSet
  var now: UInt64 = 1_000
  private let half: HostHalf
  private let port: MemoryPort
  private let ports: [any Port]
  private let burst: Burst
  /// Slots in the order of the hosts' first packets.
  private var slots: [UInt8: Int] = [:]

  init(nicEntries: Int, policy: DaemonConfiguration.Replan = .init()) throws {
    half = try TestHalf("nat.nf", nicEntries: nicEntries).half
    nic = MapsInMemory(half.layout, entries: nicEntries)
    hotSet = HotSet(mover: RecordMover(host: half, nic: nic), policy: policy)
    let pool = FramePool(count: 64)
    port = MemoryPort(name: "inside", pool: pool)
    ports = [port, MemoryPort(name: "outside", pool: pool)]
    burst = Burst(vtable: half.functions, nf: half.instance, ledger: nic.ledger, portCount: 2)
    hotSet.watch(burst.state)
  }

  /// Sends one packet of the host's flow through the host half. `alsoPunted` further ones are counted by the NIC but do
  /// not arrive; `punted` false: this one was counted before.
  func send(from host: UInt8, alsoPunted: UInt32 = 0, punted: Bool = true) {
    if slots[host] == nil { slots[host] = slots.count }
    let bucket = Int(host)
    let packet = PacketBuilder.udp(from: Endpoint(.v4(10, 0, 0, host), 1000), to: Endpoint(.v4(198, 51, 100, 1), 53))
    if punted { nic.buckets[bucket].punted += 1 }
    let sequence = nic.buckets[bucket].punted
    nic.buckets[bucket].punted += alsoPunted
    let header = Punter(ledger: nic.buckets).header(port: 0, bucket: bucket, now: now, sequence: sequence)
    port.arrive(header + packet)
    #expect(burst.move(from: 0, of: ports, now: now) == 1)
    hotSet.afterBurst()
  }

  /// Works until there is nothing left to do now.
  func work(drained: Bool) {
    for _ in 0..<300 { hotSet.work(now: now, drained: drained) }
  }

  func endInterval() {
    hotSet.endInterval()
    work(drained: true)
  }

  func hitOnNIC(_ host: UInt8) {
    guard let slot = slots[host] else { return }
    nic.control(of: "bindings")?[slot].hits += 1
  }

  func isOnNIC(_ host: UInt8) -> Bool { slots[host].map { half.isOnNIC(group: 0, slot: $0) } ?? false }

  var owned: Int { hotSet.owned[0] }
}
