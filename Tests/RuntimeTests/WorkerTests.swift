import CNFABI
import DataPlane
import Halves
import Interpreter
import Plan
import Testing
import Wire

@testable import Runtime

/// A worker over ports in memory whose NIC half punts every packet, while the hot set hands records to the NIC and gets
/// them called back all the time: the worst that can happen to a record. It must stay the interpreter.
@Suite struct WorkerTests {
  @Test(arguments: ["nat.nf", "firewall.nf", "lb.nf", "policer.nf", "flowmon.nf"], [1, 2] as [UInt64])
  func movesUnderTrafficAreInvisible(_ file: String, _ seed: UInt64) throws {
    let bench = try Bench(file)
    var traffic = RandomTraffic(seed: seed)
    for round in 0..<400 {
      var expected: [[[UInt8]]] = [[], []]
      for _ in 0..<16 {
        let sent = traffic.next()
        var packet = sent.bytes
        let outcome = bench.interpreter.run(&packet, port: sent.port, now: sent.time)
        if outcome.verdict == .forward {
          expected[Int(outcome.port)].append(packet)
          traffic.observe(packet, port: outcome.port)
        }
        bench.offer(sent.bytes, port: sent.port, now: sent.time)
        // One packet at a time, so that both ports' packets keep their order.
        bench.worker.round(now: sent.time)
      }
      for port in 0..<2 {
        guard bench.ports[port].takeDepartures() == expected[port] else {
          Issue.record("round \(round), port \(port): other packets than the interpreter's")
          return
        }
      }
    }
    try bench.finish()
  }

  private struct Bench {
    let interpreter: Interpreter
    let half: HostHalf
    let mover: RecordMover
    let ports: [MemoryPort]
    let nic: MapsInMemory
    let worker: Worker
    private let pool = FramePool(count: 256)

    init(_ file: String) throws {
      let test = try TestHalf(file, nicEntries: 8)
      half = test.half
      interpreter = try Interpreter(test.program)
      for array in half.layout.arrays where array.isConfig {
        for index in 0..<min(array.size, 4) {
          let values = array.element.fields.map { UInt64(index + 1) & ($0.bits >= 64 ? .max : 1 << UInt64($0.bits) - 1) }
          try half.configure(array.name, index: index, values: values)
          try interpreter.configure(table: array.name, index: index, values: values)
        }
      }
      nic = MapsInMemory(half.layout, entries: 8)
      mover = RecordMover(host: half, nic: nic)
      var policy = DaemonConfiguration.Replan()
      policy.intervalNanoseconds = 1
      let hotSet = HotSet(mover: mover, policy: policy)
      ports = half.layout.ports.map { [pool] in MemoryPort(name: $0, pool: pool) }
      worker = Worker(ports: ports, half: half, hotSet: hotSet, ledger: nic.ledger, mailbox: Mailbox())
    }

    func offer(_ packet: [UInt8], port: UInt16, now: UInt64) {
      let bucket = Int(packet.last ?? 0)
      ports[Int(port)].arrive(Punter(ledger: nic.buckets).punt(packet, port: port, bucket: bucket, now: now))
    }

    func finish() throws {
      let report = worker.report()
      #expect(report.burst.restarted == 400 * 16 && report.burst.unpunted == 0)
      #expect(report.burst.restarted == report.burst.forwarded + report.burst.dropped + report.burst.control_plane)
      for group in half.layout.groups.indices { mover.demote(group: group, slots: half.slots(group: group)) }
      #expect(half.snapshot() == interpreter.snapshot())
      #expect(report.moves.promoted > 0 || report.occupancy.allSatisfy { $0 == 0 })
      #expect(mover.counters.failed == 0 && mover.counters.lost == 0)
      #expect(pool.available == pool.count)
    }
  }

  @Test func lossAtThePortsLosesNoBuffer() throws {
    let test = try TestHalf("nat.nf", nicEntries: 8)
    let pool = FramePool(count: 128)
    let inner = ["inside", "outside"].map { MemoryPort(name: $0, pool: pool) }
    let faults = FaultInjector.Faults(loss: 200, stall: 200, full: 200)
    let ports = inner.enumerated().map { FaultInjector($1, faults: faults, seed: UInt64($0)) }
    let worker = Worker(ports: ports, half: test.half, hotSet: nil, ledger: nil, mailbox: Mailbox())
    var traffic = RandomTraffic(seed: 4)
    for _ in 0..<2000 {
      let sent = traffic.next()
      inner[Int(sent.port)].arrive(sent.bytes)
      worker.round(now: sent.time)
    }
    while inner.contains(where: { $0.waiting > 0 }) { worker.round(now: 1) }
    let report = worker.report()
    #expect(pool.available == pool.count)
    #expect(report.burst.plain + ports.reduce(0) { $0 + $1.lost } == 2000)
    #expect(report.burst.forwarded == report.ports.reduce(0) { $0 + $1.sent + $1.unsent })
    #expect(ports.allSatisfy { $0.lost > 0 })
  }
}
