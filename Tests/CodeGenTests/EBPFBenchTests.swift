import CBPF
import CodeGenEBPF
import CodeGenHostC
import CodeGenSupport
import Foundation
import Halves
import IR
import Plan
import Testing
import Wire

#if canImport(Glibc)
  import Glibc
#endif

/// Measures, when asked to: `CORA_BENCH=1 swift test --filter EBPFBenchTests`. Figures are printed, nothing rests on them.
@Suite struct EBPFBenchTests {
  static let isAsked = ProcessInfo.processInfo.environment["CORA_BENCH"] != nil
  static let cases = [
    EBPFCase(program: "nat", placing: .split), EBPFCase(program: "firewall", placing: .split),
    EBPFCase(program: "firewall", placing: .nic), EBPFCase(program: "flowmon", placing: .nic),
    EBPFCase(program: "policer", placing: .nic),
    EBPFCase(program: "tunnellb", placing: .nic), EBPFCase(program: "vxlan", placing: .nic),
  ]

  @Test(.enabled(if: isAsked && HostToolchain.mayLoadEBPF, "set CORA_BENCH=1, as root, to measure"))
  func nanosecondsPerRun() throws {
    try HostToolchain.inScratch { scratch in
      let player = try EBPFPlayer(in: scratch)
      for item in Self.cases { try measure(item, player, in: scratch) }
    }
  }

  private func measure(_ item: EBPFCase, _ player: EBPFPlayer, in scratch: URL) throws {
    let program = try item.lowered()
    let plan = item.plan(program)
    let layout = ProgramLayout(program, plan)
    let object = try HostToolchain.compileNIC(nicSource(program, plan), in: scratch)
    let host = try HostToolchain.compile(hostSource(program, plan), in: scratch)
    for (flows, skew) in [(1, 0.0), (1_000, 0), (1_000, 1.1), (60_000, 0), (60_000, 1.1)] {
      let nic = try NICHalf(object: object, layout: layout, settings: .init(parameters: layout.defaultParameters))
      try nic.map("cora_ports").setElement(0, [1, 0, 0, 0])
      try nic.map("cora_ports").setElement(1, [1, 0, 0, 0])
      try item.configure(nic)
      if item.placing == .split { try Self.handOver(item, flows, host: HostHalf(path: host, layout: layout), nic) }
      var random = SplitMix64(seed: 7)
      try player.load((0..<EBPFPlayer.frames).map { _ in item.frame(Self.draw(flows, skew, &random)) })
      _ = try player.run(nic.program(port: 0), runs: EBPFPlayer.frames)
      let before = try nic.pathCounts().reduce(0) { $0 + $1.packets }
      var (ours, floors): ([UInt32], [UInt32]) = ([], [])
      for _ in 0..<7 {
        ours.append(try player.run(nic.program(port: 0), runs: 1 << 19))
        floors.append(try player.run(player.floor, runs: 1 << 19))
      }
      let decided = try nic.pathCounts().reduce(0) { $0 + $1.packets } - before
      #expect(decided == 7 << 19)
      let (median, floor) = (ours.sorted()[3], floors.sorted()[3])
      print(
        "\(item.testDescription): \(flows) flows, skew \(skew): \(median) ns, best \(ours.min() ?? 0) (floor \(floor), best \(floors.min() ?? 0))"
      )
    }
  }

  /// Makes each flow's record on the host and hands all to the NIC.
  private static func handOver(_ item: EBPFCase, _ flows: Int, host: HostHalf, _ nic: NICHalf) throws {
    let mover = RecordMover(host: host, nic: nic)
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let now = UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    for flow in 0..<flows {
      var packet = item.frame(flow)
      _ = host.run(&packet, port: 0, now: now)
    }
    for group in host.layout.groups.indices {
      for slot in host.slots(group: group) { mover.promote(group: group, slot: slot) }
    }
    #expect(mover.counters.promoted == flows)
  }

  /// A flow by a Zipf distribution (or evenly for skew 0), by inversion of the continuous density.
  private static func draw(_ flows: Int, _ skew: Double, _ random: inout SplitMix64) -> Int {
    let uniform = Double(random.next() >> 11) / Double(1 << 53)
    if skew == 0 { return min(flows - 1, Int(uniform * Double(flows))) }
    let power = 1 - skew
    let rank = pow(uniform * (pow(Double(flows) + 1, power) - 1) + 1, 1 / power)
    return min(flows - 1, Int(rank) - 1)
  }
}

/// `player.bpf.c`, loaded.
final class EBPFPlayer {
  static let frames = 65_536
  private let object: OpaquePointer
  private let player: CInt
  let floor: CInt

  init(in scratch: URL) throws {
    let source = HostToolchain.package.appending(path: "Sources/Calibration/Primitives/player.bpf.c")
    let path = try HostToolchain.compileNIC(String(contentsOf: source, encoding: .utf8), in: scratch)
    object = try #require(cbpf_open_file(path, nil, 0))
    try #require(cbpf_load(object, nil, 0) == 0)
    player = cbpf_program_fd(object, "cora_player")
    floor = cbpf_program_fd(object, "cora_floor")
  }

  deinit { cbpf_close(object) }

  func load(_ frames: [[UInt8]]) throws {
    let map = try BPFMap(name: "frames", descriptor: cbpf_map_fd(object, "frames"))
    for (index, frame) in frames.enumerated() { try map.setElement(index, frame) }
  }

  /// Nanoseconds per run, the player's own included.
  func run(_ program: CInt, runs: Int) throws -> UInt32 {
    let target = try BPFMap(name: "target", descriptor: cbpf_map_fd(object, "target"))
    try target.setElement(0, withUnsafeBytes(of: program) { Array($0) })
    let frame = [UInt8](repeating: 0, count: 64)
    var output = [UInt8](repeating: 0, count: 4_096)
    var (size, verdict, nanoseconds) = (UInt32(output.count), UInt32(0), UInt32(0))
    try #require(cbpf_run(player, frame, 64, &output, &size, UInt32(runs), &verdict, &nanoseconds) == 0)
    return nanoseconds
  }
}
