import PerfModel
import Plan

/// A planning result as data: what `cora plan --json` and `cora predict --json` print, and `report.json` in a bundle.
///
/// Field names are a contract with scripts. Numbers are rounded to six digits. Without `milliseconds` the bytes are
/// the same on every run.
public struct PlanReport: Codable, Hashable, Sendable {
  public var program: String
  public var target: String
  public var strategy: String
  public var goal: String
  /// The goal as a number, exactly; both are left out where the most rate is asked for.
  public var goalRatePps: Double?
  public var goalCores: Double?
  public var fits: Bool
  public var offloads: Bool
  /// Why it does not fit or nothing is offloaded.
  public var note: String
  public var ratePps: Rate
  public var bottleneck: String
  public var hostCores: Double
  /// Cycles of the host half per offered packet.
  public var hostCyclesPerPacket: Double
  public var hostCyclesPerPacketLow: Double
  public var hostCyclesPerPacketHigh: Double
  /// With the NIC half's, where it runs on the host's cores.
  public var allCyclesPerPacket: Double
  public var usesHostCores: Bool
  public var latencyNs: LatencyNs
  /// Table entries that the host writes on the NIC per second under load; nil without a NIC half.
  public var tableWrites: TableWrites?
  public var nicShare: Double
  public var hostOnly: HostOnly
  public var ceilings: [CeilingRate]
  public var states: [State]
  public var paths: [Path]
  public var pareto: [Alternative]
  public var migration: Migration?
  public var decidingPriors: [DecidingPrior]?
  public var assumptions: [String]
  public var search: Search

  public struct Rate: Codable, Hashable, Sendable {
    public var expected: Double
    public var low: Double
    public var high: Double
    public var guaranteed: Double
  }

  public struct LatencyNs: Codable, Hashable, Sendable {
    public var p50: Double
    public var p99: Double
  }

  public struct TableWrites: Codable, Hashable, Sendable {
    public var expected: Double
    public var low: Double
    public var high: Double
    /// False where a table on the NIC is smaller than those whose writes were measured reliably.
    public var reliable: Bool
  }

  public struct HostOnly: Codable, Hashable, Sendable {
    public var ratePps: Double
    public var hostCores: Double
    public var hostCyclesPerPacket: Double
    public var allCyclesPerPacket: Double

    enum CodingKeys: String, CodingKey {
      case ratePps = "rate_pps"
      case hostCores = "host_cores"
      case hostCyclesPerPacket = "host_cycles_per_packet"
      case allCyclesPerPacket = "all_cycles_per_packet"
    }
  }

  public struct CeilingRate: Codable, Hashable, Sendable {
    public var resource: String
    public var ratePps: Double

    enum CodingKeys: String, CodingKey {
      case resource
      case ratePps = "rate_pps"
    }
  }

  public struct State: Codable, Hashable, Sendable {
    public var name: String
    /// `host`, `nic` or `both`.
    public var site: String
    public var entriesOnNIC: Int
    public var mode: String
    public var reason: String
    public var proof: String?
    public var lift: String?

    enum CodingKeys: String, CodingKey {
      case name, site, mode, reason, proof, lift
      case entriesOnNIC = "entries_on_nic"
    }
  }

  public struct Path: Codable, Hashable, Sendable {
    public var id: String
    public var number: Int
    public var share: Double
    /// `nic`, `host` or `split`.
    public var site: String
    public var nicShare: Double
    public var reason: String

    enum CodingKeys: String, CodingKey {
      case id, number, share, site, reason
      case nicShare = "nic_share"
    }
  }

  public struct Alternative: Codable, Hashable, Sendable {
    public var hostCores: Double
    public var hostCyclesPerPacket: Double
    public var nicShare: Double
    public var entriesOnNIC: Int
    public var nicUse: Double
    public var ratePps: Double
    public var latencyNs: Double
    public var proven: Bool

    enum CodingKeys: String, CodingKey {
      case proven
      case hostCores = "host_cores"
      case nicUse = "nic_use"
      case latencyNs = "latency_ns"
      case hostCyclesPerPacket = "host_cycles_per_packet"
      case nicShare = "nic_share"
      case entriesOnNIC = "entries_on_nic"
      case ratePps = "rate_pps"
    }
  }

  public struct Search: Codable, Hashable, Sendable {
    public var optimal: Bool
    public var gap: Double
    public var nodes: Int
    /// Left out of bundles.
    public var milliseconds: Double?
  }

  enum CodingKeys: String, CodingKey {
    case program, target, strategy, goal, fits, offloads, note, bottleneck, ceilings, states, paths, pareto,
      assumptions,
      search, migration
    case goalRatePps = "goal_rate_pps"
    case goalCores = "goal_cores"
    case decidingPriors = "deciding_priors"
    case ratePps = "rate_pps"
    case hostCores = "host_cores"
    case hostCyclesPerPacket = "host_cycles_per_packet"
    case hostCyclesPerPacketLow = "host_cycles_per_packet_low"
    case hostCyclesPerPacketHigh = "host_cycles_per_packet_high"
    case allCyclesPerPacket = "all_cycles_per_packet"
    case usesHostCores = "nic_uses_host_cores"
    case latencyNs = "latency_ns"
    case tableWrites = "table_writes_per_s"
    case nicShare = "nic_share"
    case hostOnly = "host_only"
  }
}
