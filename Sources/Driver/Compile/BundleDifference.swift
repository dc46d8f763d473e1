import Bundle
import PerfModel
import Plan
import Planner

/// What changed from one bundle's plan to another's: inputs, decisions, figures, and what it costs to change over.
public struct BundleDifference: Codable, Hashable, Sendable {
  /// One thing that is not the same; an empty text stands for "not there".
  public struct Change: Codable, Hashable, Sendable {
    public var what: String
    public var before: String
    public var after: String
  }

  public var program: [Change]
  public var device: [Change]
  public var traffic: [Change]
  public var goal: [Change]
  public var states: [Change]
  public var cuts: [Change]
  public var figures: [Change]
  /// The way from the first plan to the second, under the second's traffic and device; nil for another program.
  public var migration: Migration?

  /// Compares two bundles; either that cannot be opened is an error.
  public init(_ before: String, _ after: String) throws(DriverError) {
    let (before, after) = (try PlannedBundle(at: before), try PlannedBundle(at: after))
    let (old, new) = (before.bundle.plan, after.bundle.plan)
    program = Self.changes(
      [("name", old.program), ("digest", old.programDigest), ("generator", before.bundle.manifest.generator)],
      [("name", new.program), ("digest", new.programDigest), ("generator", after.bundle.manifest.generator)])
    device = Self.changes(before.device.figures, after.device.figures)
    traffic = Self.changes(before.trafficFigures, after.trafficFigures)
    goal = Self.changes(
      [("goal", before.report.goal), ("strategy", old.strategy.rawValue)],
      [("goal", after.report.goal), ("strategy", new.strategy.rawValue)])
    states = Self.changes(old.states, new.states)
    cuts = Self.changes(old.cutLines, new.cutLines)
    figures = Self.changes(before.report.figures, after.report.figures)
    migration =
      old.programDigest == new.programDigest ? after.problem.migration(from: old, to: new) : nil
  }

  public var isEmpty: Bool { sections.allSatisfy { $0.changes.isEmpty } }

  public var text: String {
    guard !isEmpty else { return "the plans are the same, and so is what they were made from" }
    var parts = sections.filter { !$0.changes.isEmpty }.map { section in
      section.name + "\n" + section.changes.map { "  \($0.what): \($0.arrow)" }.joined(separator: "\n")
    }
    if let migration { parts.append("migration\n  " + migration.text) }
    return parts.joined(separator: "\n\n")
  }

  private var sections: [(name: String, changes: [Change])] {
    [
      ("program", program), ("device", device), ("traffic", traffic), ("goal", goal), ("states", states), ("cuts", cuts),
      ("figures", figures),
    ]
  }

  /// What differs, in the order of the first, then what only the second has.
  private static func changes(_ before: [(String, String)], _ after: [(String, String)]) -> [Change] {
    let old = Dictionary(before) { first, _ in first }, new = Dictionary(after) { first, _ in first }
    let names = before.map(\.0) + after.map(\.0).filter { old[$0] == nil }
    return names.compactMap { name in
      let (was, now) = (old[name] ?? "", new[name] ?? "")
      return was == now ? nil : Change(what: name, before: was, after: now)
    }
  }
}

extension BundleDifference.Change {
  fileprivate var arrow: String {
    if before.isEmpty { return "now \(after)" }
    return after.isEmpty ? "no longer \(before)" : "\(before) → \(after)"
  }
}

extension PlannedBundle {
  /// What a reader knows traffic by; curves count by their digest.
  fileprivate var trafficFigures: [(String, String)] {
    let traffic = problem.traffic
    return [
      ("rate", "\(traffic.packetsPerSecond) packets/s"), ("burstiness", "\(traffic.burstiness)"),
      ("mean size", "\(traffic.sizes.mean) bytes"), ("flows", "\(traffic.flows.count)"),
      ("new flows", "\(traffic.flows.newPerSecond)/s"), ("exponent", "\(traffic.flows.exponent)"),
      ("profile", String((bundle.manifest.files[BundleFile.traffic.rawValue] ?? "").prefix(16))),
    ]
  }
}

extension OffloadPlan {
  fileprivate var states: [(String, String)] {
    placements.map { placement in
      let entries = placement.entriesOnNIC > 0 ? ", \(placement.entriesOnNIC) entries on the NIC" : ""
      return (placement.state, placement.mode.rawValue + entries)
    }
  }

  fileprivate var cutLines: [(String, String)] {
    cuts.map { ("block \($0.from), edge \($0.edge)", "\($0.mode.rawValue) (\($0.reason))") }
  }
}

extension PlanReport {
  fileprivate var figures: [(String, String)] {
    [
      ("fits", "\(fits)"), ("offloads", "\(offloads)"), ("rate", "\(ratePps.expected) packets/s"),
      ("guaranteed rate", "\(ratePps.guaranteed) packets/s"), ("bottleneck", bottleneck), ("host cores", "\(hostCores)"),
      ("host cycles per packet", "\(hostCyclesPerPacket)"), ("share on the NIC", "\(nicShare)"),
      ("latency p99", "\(latencyNs.p99) ns"),
    ]
  }
}
