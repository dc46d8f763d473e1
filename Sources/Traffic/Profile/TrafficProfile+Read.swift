import Yams

extension TrafficProfile {
  /// The shares of a profile sum to 1 within this.
  public static let shareTolerance = 1e-3

  /// Reads the YAML form. Strict: an unknown or missing key, a number out of its range, ranks that do not ascend or shares
  /// that do not sum to 1 are errors, with the line.
  public init(yaml: String, file: String) throws(ProfileError) {
    let root = ProfileNode(node: try Self.compose(yaml, file: file), file: file, name: "the profile")
    let fields = try root.fields([
      "cora_profile", "packets", "duration_s", "rate_pps", "burstiness", "bytes", "flows", "program", "program_digest",
      "paths", "states",
    ])
    let version = try fields("cora_profile")
    guard try version.integer() == Self.formatVersion else {
      throw version.error("cora_profile must be \(Self.formatVersion), the version this build reads")
    }
    self.init(
      packets: try fields["packets"]?.integer() ?? 0,
      durationSeconds: try fields["duration_s"]?.number() ?? 0,
      packetsPerSecond: try fields("rate_pps").number(),
      burstiness: try Self.burstiness(fields["burstiness"]),
      sizes: try PacketSizes(fields("bytes")),
      flows: try FlowPopularity(fields("flows")),
      program: try fields["program"]?.text(),
      programDigest: try fields["program_digest"]?.text(),
      paths: try fields["paths"].map(Self.paths) ?? [],
      states: try fields["states"].map(Self.states) ?? [:])
  }

  private static func compose(_ yaml: String, file: String) throws(ProfileError) -> Node {
    do {
      if let node = try Yams.compose(yaml: yaml) { return node }
    } catch let error as YamlError {
      throw ProfileError(error, file: file)
    } catch {
      throw ProfileError(file: file, line: nil, reason: "not YAML: \(error)")
    }
    throw ProfileError(file: file, line: nil, reason: "the profile is empty")
  }

  private static func burstiness(_ node: ProfileNode?) throws(ProfileError) -> Double {
    guard let node else { return 1 }
    let value = try node.number()
    guard value >= 1 else { throw node.error("burstiness must be at least 1, it is \(value.shortest)") }
    return value
  }

  private static func paths(_ node: ProfileNode) throws(ProfileError) -> [PathShare] {
    var paths: [PathShare] = []
    for (key, value) in try node.entries() {
      paths.append(PathShare(path: try key.integer(atMost: Int(UInt32.max)), share: try value.number(atMost: 1)))
    }
    try node.checkSum(paths.map(\.share))
    return paths.sorted { $0.path < $1.path }
  }

  private static func states(_ node: ProfileNode) throws(ProfileError) -> [String: StateTraffic] {
    var states: [String: StateTraffic] = [:]
    for (key, value) in try node.entries() { states[try key.text()] = try StateTraffic(value) }
    return states
  }
}

extension ProfileNode {
  /// An error unless shares that are there sum to 1.
  func checkSum(_ shares: [Double]) throws(ProfileError) {
    let sum = shares.reduce(0, +)
    guard shares.isEmpty || abs(sum - 1) <= TrafficProfile.shareTolerance else {
      throw error("the shares of \(name) sum to \(sum.rounded(toPlaces: 6).shortest), not to 1")
    }
  }
}

extension PacketSizes {
  init(_ node: ProfileNode) throws(ProfileError) {
    let fields = try node.fields(["mean", "histogram"])
    var bins: [Bin] = []
    for (key, value) in try fields("histogram").entries() {
      let bound = try key.integer(atMost: 65_535)
      guard bound > bins.last?.atMost ?? 0 else { throw key.error("the sizes of histogram must ascend, from 1 on") }
      bins.append(Bin(atMost: bound, share: try value.number(atMost: 1)))
    }
    let histogram = try fields("histogram")
    guard !bins.isEmpty else { throw histogram.error("histogram must have at least one size") }
    try histogram.checkSum(bins.map(\.share))
    self.init(mean: try fields("mean").number(atMost: 65_535), histogram: bins)
  }
}

extension FlowPopularity {
  init(_ node: ProfileNode) throws(ProfileError) {
    let fields = try node.fields(["count", "new_per_s", "exponent", "curve"])
    let count = try fields("count").integer()
    let curve = try RankCurve(fields("curve"), items: count)
    self.init(
      count: count, newPerSecond: try fields("new_per_s").number(),
      exponent: try fields["exponent"]?.number(atMost: 4) ?? Zipf.exponent(fitting: curve), curve: curve)
  }
}

extension StateTraffic {
  init(_ node: ProfileNode) throws(ProfileError) {
    let fields = try node.fields(["active_keys", "new_keys_per_s", "lookups", "curve"])
    let keys = try fields("active_keys").integer()
    self.init(
      activeKeys: keys, newKeysPerSecond: try fields("new_keys_per_s").number(),
      lookupShare: try fields("lookups").number(atMost: 1), curve: try RankCurve(fields("curve"), items: keys))
  }
}

extension RankCurve {
  init(_ node: ProfileNode, items: Int) throws(ProfileError) {
    var points: [Point] = []
    for (key, value) in try node.entries() {
      let point = Point(rank: try key.integer(), share: try value.number(atMost: 1))
      guard point.rank > points.last?.rank ?? 0 else { throw key.error("the ranks of curve must ascend, from 1 on") }
      guard point.share >= points.last?.share ?? 0 else {
        throw value.error("the share of \(point.rank) must not be less than the share of fewer")
      }
      points.append(point)
    }
    self.init(points: points)
    guard count == items else { throw node.error("curve must end at rank \(items), it ends at \(count)") }
    try node.checkSum(points.last.map { [$0.share] } ?? [])
    if !points.isEmpty { self.points[points.count - 1].share = 1 }
  }
}

extension ProfileError {
  init(_ error: YamlError, file: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(file: file, line: mark.line, reason: "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.init(
        file: file, line: context.mark.line,
        reason: "key given twice: \(duplicates.sorted().joined(separator: ", "))")
    default:
      self.init(file: file, line: nil, reason: "not YAML: \(error)")
    }
  }
}
