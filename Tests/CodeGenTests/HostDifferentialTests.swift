import CodeGenHostC
import Foundation
import Halves
import IR
import Interpreter
import Plan
import Testing
import Wire

/// The host half beside the interpreter, on seeded random packets, malformed ones among them.
@Suite struct HostDifferentialTests {
  @Test(arguments: HostCase.all)
  func isTheInterpreter(_ item: HostCase) throws {
    let program = try item.program()
    try HostToolchain.inScratch { scratch in
      for seed in 1...3 as ClosedRange<UInt64> {
        let pair = try HostPair(program, in: scratch)
        try compare(pair, seed: seed, bursts: 250)
      }
    }
  }

  /// gcc must take the file without a warning, and do the same.
  @Test func compiledByGCC() throws {
    let texts = ["corners.cir", "bytes.cir", "states.cir"].map { HostCase(file: $0) }
    for item in HostCase.library.prefix(5) + texts {
      let program = try item.program()
      try HostToolchain.inScratch { scratch in
        try compare(HostPair(program, in: scratch, compiler: "gcc"), seed: 9, bursts: 60)
      }
    }
  }

  /// The same with a trap wherever C leaves open what happens: overflow, shifts, bounds, alignment.
  @Test(arguments: ["bytes.cir", "states.cir", "rows.cir", "corners.cir"])
  func leavesNothingUndefined(_ file: String) throws {
    let program = try HostCase(file: file).program()
    try HostToolchain.inScratch { scratch in
      let options = ["-fsanitize=undefined", "-fsanitize-trap=undefined"]
      try compare(HostPair(program, in: scratch, options: options), seed: 4, bursts: 120)
    }
  }

  private func compare(_ pair: HostPair, seed: UInt64, bursts: Int) throws {
    var traffic = RandomTraffic(seed: seed, configuration: .forHosts)
    var sizes = SplitMix64(seed: seed)
    for burst in 0..<bursts {
      let packets = (0..<Int(sizes.next() % 32) + 1).map { _ in traffic.next() }
      var expected: [HostResult] = []
      for packet in packets {
        var bytes = packet.bytes
        let outcome = pair.interpreter.run(&bytes, port: packet.port, now: packet.time)
        if outcome.verdict == .forward { traffic.observe(bytes, port: outcome.port) }
        expected.append(HostResult(outcome: outcome, bytes: bytes))
      }
      let observed = run(packets, on: pair.half)
      for index in packets.indices where observed[index] != expected[index] {
        Issue.record("burst \(burst), packet \(index) of \(packets[index]): \(observed[index]), not \(expected[index])")
        return
      }
    }
    #expect(pair.half.snapshot() == pair.interpreter.snapshot())
    let own = OwnReason.allCases.prefix(pair.half.drops.count - pair.interpreter.dropCounts.count)
    #expect(pair.half.drops == pair.interpreter.dropCounts + own.map(pair.interpreter.drops))
    #expect(pair.half.paths.map(\.packets) == pair.interpreter.pathCounts.map(\.packets))
    #expect(pair.half.paths.map(\.bytes) == pair.interpreter.pathCounts.map(\.bytes))
  }

  private func run(_ packets: [RandomTraffic.Packet], on half: HostHalf) -> [HostResult] {
    var trace = Trace()
    for packet in packets { trace.append(packet.bytes, port: packet.port, time: packet.time) }
    let outcomes = half.run(&trace)
    return outcomes.indices.map { HostResult(outcome: outcomes[$0], bytes: Array(trace.bytes($0))) }
  }
}

/// What became of a packet, and its bytes as they left.
struct HostResult: Hashable {
  var outcome: Outcome
  var bytes: [UInt8]
}
