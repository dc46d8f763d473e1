/// What a planner has to know about traffic: small, diffable, and the same whether it was measured from a capture, taken from a
/// running daemon or written by hand. The YAML form is documented in `docs/traffic.md`.
///
/// The general part (rate, sizes, flows) is of the traffic alone. `paths` and `states` are of the traffic through one program,
/// which `program` and `programDigest` name; both are empty in a profile that was made without a program.
public struct TrafficProfile: Codable, Hashable, Sendable {
  /// The version of the file format that this module reads and writes.
  public static let formatVersion = 1

  /// Packets that the profile was made from; 0 when it was assumed.
  public var packets: Int
  /// Seconds from the first packet to the last; 0 when it was assumed.
  public var durationSeconds: Double
  /// Mean rate, packets per second.
  public var packetsPerSecond: Double
  /// Mean rate of the busiest 1 % of windows of 32 consecutive packets, over the mean rate: 1 for evenly spaced packets,
  /// about 1.5 for Poisson arrivals. At least 1.
  public var burstiness: Double
  public var sizes: PacketSizes
  /// Flows as five-tuples, each direction its own.
  public var flows: FlowPopularity
  /// The `nf`'s name that `paths` and `states` belong to.
  public var program: String?
  /// The program's digest, as in `OffloadPlan.programDigest`.
  public var programDigest: String?
  /// Share of packets by path number, ascending by path; they sum to 1 when there are any.
  public var paths: [PathShare]
  /// Use of each map by name.
  public var states: [String: StateTraffic]

  public init(
    packets: Int = 0, durationSeconds: Double = 0, packetsPerSecond: Double, burstiness: Double = 1,
    sizes: PacketSizes, flows: FlowPopularity, program: String? = nil, programDigest: String? = nil,
    paths: [PathShare] = [], states: [String: StateTraffic] = [:]
  ) {
    self.packets = packets
    self.durationSeconds = durationSeconds
    self.packetsPerSecond = packetsPerSecond
    self.burstiness = burstiness
    self.sizes = sizes
    self.flows = flows
    self.program = program
    self.programDigest = programDigest
    self.paths = paths
    self.states = states
  }

  enum CodingKeys: String, CodingKey {
    case packets, burstiness, sizes, flows, program, paths, states
    case durationSeconds = "duration_s"
    case packetsPerSecond = "rate_pps"
    case programDigest = "program_digest"
  }
}

/// The share of packets that took one path through the program.
public struct PathShare: Codable, Hashable, Sendable {
  /// The path's number, as in `Outcome.path`.
  public var path: Int
  public var share: Double

  public init(path: Int, share: Double) {
    self.path = path
    self.share = share
  }
}

/// How many flows there are, how unequal they are, and how fast new ones come.
public struct FlowPopularity: Codable, Hashable, Sendable {
  /// Distinct flows seen.
  public var count: Int
  /// Flows seen for the first time, per second, once the traffic is in its stride.
  public var newPerSecond: Double
  /// The Zipf exponent whose curve is nearest to `curve`; for people, the curve is what counts.
  public var exponent: Double
  /// Cumulative share of packets by rank of flow.
  public var curve: RankCurve

  public init(count: Int, newPerSecond: Double, exponent: Double, curve: RankCurve) {
    self.count = count
    self.newPerSecond = newPerSecond
    self.exponent = exponent
    self.curve = curve
  }

  enum CodingKeys: String, CodingKey {
    case count, exponent, curve
    case newPerSecond = "new_per_s"
  }
}

/// How the packets use one map of a program.
public struct StateTraffic: Codable, Hashable, Sendable {
  /// Distinct keys used.
  public var activeKeys: Int
  /// Keys inserted per second once the traffic is in its stride: what the owner of the map has to write.
  public var newKeysPerSecond: Double
  /// Share of all packets that look into the map or insert, 0 … 1.
  public var lookupShare: Double
  /// Cumulative share of the uses of keys that are there, by rank of key.
  public var curve: RankCurve

  public init(activeKeys: Int, newKeysPerSecond: Double, lookupShare: Double, curve: RankCurve) {
    self.activeKeys = activeKeys
    self.newKeysPerSecond = newKeysPerSecond
    self.lookupShare = lookupShare
    self.curve = curve
  }

  enum CodingKeys: String, CodingKey {
    case curve
    case activeKeys = "active_keys"
    case newKeysPerSecond = "new_keys_per_s"
    case lookupShare = "lookups"
  }
}

extension TrafficProfile {
  /// True when `paths` and `states` were made with the program of this digest.
  public func describes(programDigest digest: String) -> Bool { programDigest == digest }

  /// The share of packets on a path; 0 for a path that no packet took, nil when the profile has no paths.
  public func share(ofPath path: Int) -> Double? {
    paths.isEmpty ? nil : paths.first { $0.path == path }?.share ?? 0
  }

  /// How the packets use the map: as measured, or, in a profile without it, as if every packet used it with its flow as the key.
  public func use(ofState name: String) -> StateTraffic {
    states[name]
      ?? StateTraffic(
        activeKeys: flows.count, newKeysPerSecond: flows.newPerSecond, lookupShare: 1, curve: flows.curve)
  }
}
