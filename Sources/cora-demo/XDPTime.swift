import Foundation
import Testbed

/// The run time of all XDP programs, from the kernel's own statistics (`kernel.bpf_stats_enabled`).
enum XDPTime {
  /// Switches the statistics on for as long as `body` runs. They cost two clock readings per run, which they count in.
  static func counted<Result>(_ body: () throws -> Result) throws -> Result {
    let path = "/proc/sys/kernel/bpf_stats_enabled"
    let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "0"
    try "1".write(toFile: path, atomically: false, encoding: .utf8)
    defer { try? before.write(toFile: path, atomically: false, encoding: .utf8) }
    return try body()
  }

  /// Nanoseconds so far, of the programs that are loaded.
  static func total() throws -> UInt64 {
    struct Program: Decodable {
      var type: String?
      var run_time_ns: UInt64?
    }
    let text = try Command.require(["bpftool", "-j", "prog", "show"])
    let programs = try JSONDecoder().decode([Program].self, from: Data(text.utf8))
    return programs.filter { $0.type == "xdp" }.reduce(0) { $0 + ($1.run_time_ns ?? 0) }
  }
}
