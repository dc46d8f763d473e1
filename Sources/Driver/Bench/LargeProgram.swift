import Traffic

/// A program far larger than those people write, made to measure the planner: classes of packets that each have a table of flows
/// and ask some shared sets.
public struct LargeProgram {
  private let classes: Int
  private let sets: Int
  private let sketches: Int

  /// With the defaults: 24 states and well over two hundred paths.
  public init(classes: Int = 12, sets: Int = 6, sketches: Int = 6) {
    self.classes = classes
    self.sets = sets
    self.sketches = sketches
  }

  /// In the language.
  public var source: String {
    var lines = ["nf Large {", "  port left, right", "  struct Flow { packets: u64, bytes: u64 }", ""]
    for index in 0..<classes {
      lines.append("  state flows\(index): map[FiveTuple -> Flow] { capacity \(4096 << (index % 5))  expire idle \(30 + index)s }")
    }
    for index in 0..<sets {
      lines.append("  state known\(index): set[ipv4] { capacity \(2048 << index)  expire idle 300s }")
    }
    for index in 0..<sketches { lines.append("  state bytes\(index): sketch[ipv4] { rows 2  columns \(512 << (index % 4)) }") }
    lines += ["", "  on packet(ip: ipv4, l4: udp) {"]
    for index in 0..<classes { lines += handler(index) }
    return (lines + ["    forward other", "  }", "  otherwise forward other", "}"]).joined(separator: "\n") + "\n"
  }

  private func handler(_ index: Int) -> [String] {
    let table = "flows\(index)"
    var lines = ["    if l4.destination < \((index + 1) * 5000) {"]
    lines += [
      "      let flow = \(table)[FiveTuple(ip, l4)] else {",
      "        insert \(table)[FiveTuple(ip, l4)] = Flow(packets: 1, bytes: packet.length) else forward other", "        forward other",
      "      }",
    ]
    for step in 0..<3 {
      let set = "known\((index + step * 2) % sets)"
      let address = step % 2 == 0 ? "ip.source" : "ip.destination"
      lines.append("      if \(set).contains(\(address)) { bytes\((index + step) % sketches).add(\(address), packet.length) }")
    }
    return lines + ["      flow.packets += 1", "      flow.bytes += packet.length", "      forward other", "    }"]
  }

  /// Traffic that takes every path of the program, the classes in falling shares.
  public static func traffic(paths: Int, program: String, digest: String) -> TrafficProfile {
    var profile = TrafficProfile.zipf(flows: 200_000, exponent: 1, newFlowsPerSecond: 2_000)
    let weights = (0..<paths).map { 1 / Double(1 + ($0 * 7919) % paths) }
    let sum = weights.reduce(0, +)
    profile.paths = weights.enumerated().map { PathShare(path: $0.offset, share: $0.element / sum) }
    (profile.program, profile.programDigest) = (program, digest)
    return profile
  }
}
