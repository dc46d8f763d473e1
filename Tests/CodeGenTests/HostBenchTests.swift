import CodeGenHostC
import Foundation
import IR
import Plan
import Testing

/// Measures, when asked to: `CORA_BENCH=1 swift test --filter HostBenchTests`. Figures are printed, nothing rests on
/// them.
@Suite struct HostBenchTests {
  static let isAsked = ProcessInfo.processInfo.environment["CORA_BENCH"] != nil

  @Test(.enabled(if: isAsked, "set CORA_BENCH=1 to measure"))
  func nanosecondsPerPacket() throws {
    try HostToolchain.inScratch { scratch in
      let bench = scratch.appending(path: "bench").path
      let source = HostToolchain.cases.appending(path: "bench.c").path
      try HostToolchain.run(["clang", "-O2", "-I", HostToolchain.headers.path, source, "-o", bench, "-ldl", "-lm"])
      for name in ["firewall.nf", "nat.nf", "flowmon.nf", "policer.nf"] {
        let program = try HostCase(file: name).program()
        if let kept = ProcessInfo.processInfo.environment["CORA_BENCH_KEEP"] {
          try hostSource(program, .hostOnly(program)).write(
            toFile: "\(kept)/\(name).c", atomically: true, encoding: .utf8)
        }
        let object = try HostToolchain.compile(hostSource(program, .hostOnly(program)), in: scratch)
        for arguments in [["1000"], ["1000", "1.1"], ["60000"], ["60000", "1.1"], ["60000", "0", "0"]] {
          print(try HostToolchain.run([bench, object] + arguments), terminator: "")
        }
      }
    }
  }
}
