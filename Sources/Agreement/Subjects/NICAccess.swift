import Foundation

/// Whether eBPF can be loaded here. A claim about privileges alone: where they are there and loading fails, tests fail.
public enum NICAccess {
  public static let isGranted = holds(12) && (holds(39) || holds(21))
  public static let reason = "running eBPF needs CAP_NET_ADMIN and CAP_BPF"

  /// Whether this process has a capability in effect: 12 is CAP_NET_ADMIN, 21 CAP_SYS_ADMIN, 39 CAP_BPF
  /// (capabilities(7)).
  private static func holds(_ capability: UInt64) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    let bits = line.flatMap { UInt64($0.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16) } ?? 0
    return bits >> capability & 1 == 1
  }
}
