import Plan

/// Every cell, one table for each card.
extension EvaluationDocument {
  func cellTable(_ target: String) -> String {
    let header =
      ["program", "traffic", "target"] + Self.columns.map { "cores: \($0.1)" } + ["saved"]
      + Self.columns.map { "rate: \($0.1)" } + ["faster", "bound by"]
    let rows = cells.filter { $0.target == target }.map(row)
    return """
      ## Cells: \(target)

      Target and rates in Mpps; `cores`: host cores for the target; `rate`: with one host core; `saved`: of host-only's cores (\(Text.cores(Evaluation.cores)) unless the card or its bus \
      bounds host-only earlier), by the planner's own; `faster`: than the best baseline. –: the strategy has no plan.

      \(Text.table(header, names: 2, rows))
      """
  }

  /// Host-only has no column: the target is its rate.
  private static let columns: [(Strategy, String)] = [
    (.best, "best"), (.statePartition, "state"), (.trafficPartition, "traffic"), (.nicOnly, "NIC"),
  ]

  private func row(_ cell: Cell) -> [String] {
    let outcomes = Self.columns.map { cell.outcomes[$0.0].flatMap { $0.fits ? $0 : nil } }
    return [cell.program, cell.traffic, Text.mega(cell.targetRate)]
      + outcomes.map { $0.map { Text.cores($0.cores) } ?? "–" }
      + [Text.percent(cell.saving(cell.best.cores))]
      + outcomes.map { $0.map { Text.mega($0.rate) } ?? "–" }
      + [Text.percent(cell.speedUp), cell.best.bottleneck.rawValue]
  }
}
