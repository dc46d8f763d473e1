import PerfModel

/// A prior of the device that decides the plan: at an end of its interval another plan is best, or another resource binds.
public struct DecidingPrior: Codable, Hashable, Sendable {
  /// Such as `sites.arm.packet.receive`.
  public var place: String
  public var source: String
  /// `low` or `high`.
  public var end: String
  /// What is different there: `plan`, `bottleneck`, or both.
  public var changes: [String]
  public var bottleneck: String
  public var hostCores: Double
  public var ratePps: Double

  enum CodingKeys: String, CodingKey {
    case place, source, end, changes, bottleneck
    case hostCores = "host_cores"
    case ratePps = "rate_pps"
  }
}

extension PlanningProblem {
  /// The priors of the device that decide the plan, in the device file's order: the problem is planned again at both ends of
  /// each. `text` is the device's.
  ///
  /// Sizes of hot sets that move a little do not count as another plan; which states are where, and which blocks, do.
  public func decidingPriors(_ text: DeviceText, nodesPerPlan: Int = 5_000) throws -> [DecidingPrior] {
    let budget = SearchBudget(nodes: nodesPerPlan)
    let model = CostModel(program, on: device, under: traffic)
    let now = outlined(budget: budget, like: model)
    return try text.priors.flatMap { prior in
      try [("low", prior.low), ("high", prior.high)].compactMap { end, text in
        var changed = self
        changed.device = try text.device()
        let outline = changed.outlined(budget: budget, like: model)
        let changes = (now.isLike(outline) ? [] : ["plan"]) + (now.bottleneck == outline.bottleneck ? [] : ["bottleneck"])
        guard !changes.isEmpty else { return nil }
        return DecidingPrior(
          place: prior.place, source: prior.source, end: end, changes: changes, bottleneck: outline.bottleneck.rawValue,
          hostCores: Figures.json(outline.hostCores), ratePps: Figures.json(outline.ratePacketsPerSecond))
      }
    }
  }
}

extension Outline {
  /// The same blocks on the NIC, and each state in the same way.
  fileprivate func isLike(_ other: Outline) -> Bool {
    nicBlocks == other.nicBlocks && sites.map(\.mode) == other.sites.map(\.mode)
  }
}
