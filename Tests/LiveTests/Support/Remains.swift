import Foundation
import Testbed

/// What a daemon that has ended may have left on the machine.
enum Remains {
  /// Each thing that is still there, in words.
  static func of(instance: String, interfaces: [String]) -> [String] {
    paths(of: instance).filter { FileManager.default.fileExists(atPath: $0) }
      + interfaces.filter(carriesXDP).map { "an XDP program on \($0)" }
  }

  /// The XDP program's place in what `ip` tells of an interface.
  static func carriesXDP(_ interface: String) -> Bool {
    ((try? Command.run(["ip", "-d", "link", "show", "dev", interface]))?.output ?? "").contains("prog/xdp")
  }

  private static func paths(of instance: String) -> [String] {
    [
      "/sys/fs/bpf/cora/\(instance)", "/run/cora/\(instance).sock", "/run/cora/\(instance).lock",
      "/run/dpdk/cora-\(instance)",
    ]
  }
}
