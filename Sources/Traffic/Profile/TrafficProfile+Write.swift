extension TrafficProfile {
  /// The YAML form: keys in a fixed order, states by name, so that two profiles diff line by line. Reads back equal.
  public var yaml: String {
    var lines = [
      "# What traffic looks like: docs/traffic.md explains each key.", "cora_profile: \(Self.formatVersion)",
    ]
    lines += ["packets: \(packets)", "duration_s: \(durationSeconds.shortest)"]
    lines += ["rate_pps: \(packetsPerSecond.shortest)", "burstiness: \(burstiness.shortest)"]
    lines += ["bytes:", "  mean: \(sizes.mean.shortest)", "  histogram: # share of packets of at most so many bytes"]
    lines += sizes.histogram.map { "    \($0.atMost): \($0.share.shortest)" }
    lines += ["flows:", "  count: \(flows.count)", "  new_per_s: \(flows.newPerSecond.shortest)"]
    lines += ["  exponent: \(flows.exponent.shortest)"] + flows.curve.lines(indent: "  ")
    if let program { lines.append("program: \(program.quotedForYAML)") }
    if let programDigest { lines.append("program_digest: \(programDigest.quotedForYAML)") }
    if !paths.isEmpty { lines += ["paths:"] + paths.map { "  \($0.path): \($0.share.shortest)" } }
    if !states.isEmpty {
      lines.append("states:")
      for (name, state) in states.sorted(by: { $0.key < $1.key }) { lines += state.lines(name: name) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension StateTraffic {
  fileprivate func lines(name: String) -> [String] {
    [
      "  \(name.quotedForYAML):", "    active_keys: \(activeKeys)", "    new_keys_per_s: \(newKeysPerSecond.shortest)",
      "    lookups: \(lookupShare.shortest)",
    ] + curve.lines(indent: "    ")
  }
}

extension RankCurve {
  fileprivate func lines(indent: String) -> [String] {
    guard !points.isEmpty else { return ["\(indent)curve: {}"] }
    return ["\(indent)curve: # share of packets that so many of the most popular carry"]
      + points.map { "\(indent)  \($0.rank): \($0.share.shortest)" }
  }
}

extension String {
  /// A plain scalar where that is safe, else double-quoted.
  fileprivate var quotedForYAML: String {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
      default: false
      }
    }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let plain = utf8.first.map(isPlain) ?? false
    if plain, utf8.allSatisfy({ isPlain($0) || digits.contains($0) }) { return self }
    return "\"" + unicodeScalars.map(\.escapedForYAML).joined() + "\""
  }
}

extension Unicode.Scalar {
  fileprivate var escapedForYAML: String {
    switch self {
    case "\"": "\\\""
    case "\\": "\\\\"
    case " "..."~": String(self)
    default: "\\U" + String(repeating: "0", count: 8 - String(value, radix: 16).count) + String(value, radix: 16)
    }
  }
}
