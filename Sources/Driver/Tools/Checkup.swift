import Foundation

/// What this machine offers: each line says what was looked at, what was found, and what follows.
public struct Checkup: Sendable {
  public init() {}

  public var text: String { lines.map { "\($0.0.padding(to: 14))\($0.1)" }.joined(separator: "\n") }

  private var lines: [(String, String)] {
    [
      ("clang", clang), ("root", getuid() == 0 ? "yes" : "no: XDP, AF_XDP and the sites nic and split need it"),
      ("BPF", exists("/sys/fs/bpf") ? "/sys/fs/bpf is there" : "no /sys/fs/bpf: the kernel lacks BPF file systems"),
      ("BPF JIT", file("/proc/sys/net/core/bpf_jit_enable") == "0" ? "off: XDP will be slow" : "on"),
      ("kernel BTF", exists("/sys/kernel/btf/vmlinux") ? "yes" : "no: bpftool shows less"),
      ("hugepages", hugepages), ("cores", "\(ProcessInfo.processInfo.activeProcessorCount)"),
    ]
  }

  private var clang: String {
    guard (try? Clang()) != nil else { return "not on PATH: 'cora compile' needs it" }
    return "on PATH"
  }

  private var hugepages: String {
    let free = (file("/proc/meminfo") ?? "").split(separator: "\n").first { $0.hasPrefix("HugePages_Free:") }
      .flatMap { Int($0.filter(\.isNumber)) } ?? 0
    return free > 0 ? "\(free) free" : "none free: corad reserves some, or runs without"
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func file(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }?
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
