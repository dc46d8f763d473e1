import CNFABI
import CodeGenEBPF
import CodeGenHostC
import CodeGenSupport
import Foundation
import Halves
import IR
import Interpreter
import Plan
import Testing
import Wire

/// The NIC half in the kernel beside the interpreter, on seeded random packets, malformed ones among them. XDP is not given
/// frames shorter than an Ethernet header, so such are left out.
@Suite(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"))
struct EBPFDifferentialTests {
  static let whollyNIC =
    EBPFCase.whollyNIC.map { EBPFCase(program: $0, placing: .nic) } + [
      EBPFCase(program: "firewall", placing: .nic, changes: ["expire idle by life": "expire idle 9ms"]),
      EBPFCase(program: "flowmon", placing: .nic, changes: ["expire idle 60s": "expire fixed 5ms"]),
    ]

  @Test(arguments: whollyNIC)
  func whollyNICIsTheInterpreter(_ item: EBPFCase) throws {
    let program = try item.lowered()
    try HostToolchain.inScratch { scratch in
      for seed in 1...2 as ClosedRange<UInt64> {
        let nic = try NICHalf.forTests(program, item.plan(program), in: scratch)
        let interpreter = try Interpreter(program)
        var last: UInt64 = 0
        try Self.play(interpreter, seed: seed, packets: 6_000) { packet in
          last = packet.time
          guard case .decided(let outcome, let bytes) = try nic.run(packet.bytes, port: packet.port, now: packet.time)
          else {
            return nil
          }
          return HostResult(outcome: outcome, bytes: bytes)
        }
        let (snapshot, paths, cuts) = (try nic.snapshot(now: last), try nic.pathCounts(), try nic.cutCounts())
        #expect(snapshot == interpreter.snapshot())
        #expect(paths.map { $0.packets } == interpreter.pathCounts.map { $0.packets })
        #expect(paths.map { $0.bytes } == interpreter.pathCounts.map { $0.bytes })
        #expect(cuts.reduce(0, +) == 0)
      }
    }
  }

  /// Both halves with records that move at random: whoever decides, it is what the interpreter decides.
  @Test(arguments: EBPFCase.paired)
  func splitIsTheInterpreter(_ item: EBPFCase) throws {
    let program = try item.lowered()
    let plan = item.plan(program)
    try HostToolchain.inScratch { scratch in
      let object = try HostToolchain.compile(hostSource(program, plan), in: scratch)
      for seed in 1...2 as ClosedRange<UInt64> {
        let interpreter = try Interpreter(program)
        let pair = try EBPFPair(
          nic: NICHalf.forTests(program, plan, in: scratch),
          host: HostHalf(path: object, layout: ProgramLayout(program, plan)),
          seed: seed)
        try pair.configure(interpreter)
        try Self.play(interpreter, seed: seed, packets: 6_000) { try pair.run($0) }
        let (snapshot, paths) = (try pair.finalSnapshot(), try pair.pathPackets())
        #expect(snapshot == interpreter.snapshot())
        #expect(paths == interpreter.pathCounts.map(\.packets))
        #expect(pair.decidedOnNIC > 0)
        #expect(pair.resumed > 0 || item.program != "resumed")
      }
    }
  }

  /// Runs packets through the interpreter and `other` until they differ.
  static func play(
    _ interpreter: Interpreter, seed: UInt64, packets: Int, other: (RandomTraffic.Packet) throws -> HostResult?
  ) throws {
    var traffic = RandomTraffic(seed: seed)
    for index in 0..<packets {
      let packet = traffic.next()
      if packet.bytes.count < 14 { continue }
      var bytes = packet.bytes
      let outcome = interpreter.run(&bytes, port: packet.port, now: packet.time)
      if outcome.verdict == .forward { traffic.observe(bytes, port: outcome.port) }
      let expected = HostResult(outcome: outcome, bytes: bytes)
      let observed = try other(packet)
      guard observed == expected else {
        Issue.record(
          "seed \(seed), packet \(index) of port \(packet.port), \(packet.bytes): \(String(describing: observed)), not \(expected)"
        )
        return
      }
    }
  }
}

/// A NIC half and a host half of one plan, with records that move between them at random.
final class EBPFPair {
  let nic: NICHalf
  let host: HostHalf
  let mover: RecordMover
  private var random: SplitMix64
  private(set) var decidedOnNIC = 0
  private(set) var resumed = 0

  init(nic: NICHalf, host: HostHalf, seed: UInt64) throws {
    self.nic = nic
    self.host = host
    random = SplitMix64(seed: seed)
    mover = RecordMover(host: host, nic: nic)
  }

  /// Fills config tables everywhere alike, leaving one element empty.
  func configure(_ interpreter: Interpreter) throws {
    try HostPair.configure(host, interpreter)
    for array in interpreter.program.states where array.array?.isConfig == true {
      for index in 0..<(array.array?.size ?? 0) where index != 2 {
        let values = array.valueFields.map { UInt64(index * 7 + 1) & $0.type.mask }
        try nic.configure(array.name, index: index, values: values)
      }
    }
  }

  func run(_ packet: RandomTraffic.Packet) throws -> HostResult {
    try run(packet.bytes, port: packet.port, now: packet.time)
  }

  func run(_ packet: [UInt8], port: UInt16, now: UInt64) throws -> HostResult {
    defer { moveSomething() }
    switch try nic.run(packet, port: port, now: now) {
    case .decided(let outcome, let bytes):
      decidedOnNIC += 1
      return HostResult(outcome: outcome, bytes: bytes)
    case .punted(let punt):
      var bytes = punt.packet
      if punt.header.resume != UInt16(CORA_PUNT_RESTART) { resumed += 1 }
      #expect(punt.header.port == port && punt.header.now == now)
      var outcome = host.run(&bytes, port: punt.header.port, now: punt.header.now, resume: HostHalf.Resume(punt.header))
      outcome.exported = punt.exported + outcome.exported
      nic.ledger?[Int(punt.header.ledger)].done = punt.header.sequence
      return HostResult(outcome: outcome, bytes: bytes)
    }
  }

  private func moveSomething() {
    for group in host.layout.groups.indices where random.next() % 3 == 0 {
      let slot = Int(random.next() % UInt64(min(96, host.layout.groups[group][0].capacity)))
      if host.isOnNIC(group: group, slot: slot), random.next() % 4 == 0 {
        mover.demote(group: group, slot: slot)
      } else {
        mover.promote(group: group, slot: slot)
      }
    }
  }

  /// The state with every record back on the host, and the counters of both halves added.
  func finalSnapshot() throws -> StateSnapshot {
    for group in host.layout.groups.indices { mover.demote(group: group, slots: host.slots(group: group)) }
    var snapshot = host.snapshot()
    let other = try nic.snapshot(now: 0)
    for sketch in host.layout.sketches where sketch.mode == .replicated {
      snapshot.sketches[sketch.name]?.merge(other.sketches[sketch.name] ?? [:], uniquingKeysWith: &+)
    }
    let left = other.maps.filter { !$0.value.isEmpty }
    #expect(left == [:])
    #expect(mover.counters.failed == 0 && mover.counters.lost == 0)
    return snapshot
  }

  func pathPackets() throws -> [UInt64] {
    zip(try nic.pathCounts().map(\.packets), host.paths.map(\.packets)).map(&+)
  }
}
