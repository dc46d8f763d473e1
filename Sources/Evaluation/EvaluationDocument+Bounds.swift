import Foundation
import PerfModel
import Plan

/// Where the figures come from, and what keeps them from being higher.
extension EvaluationDocument {
  /// How many numbers of each card's file were measured, and how many are priors.
  var provenance: String {
    let kinds = [("M", "measured"), ("S", "vendor's"), ("D", "derived"), ("P", "priors")]
    let rows = targets.map { target in
      let text = DeviceModel.embeddedText(target) ?? ""
      return [target] + kinds.map { kind, _ in "\(text.components(separatedBy: "source: \"[\(kind)").count - 1)" }
    }
    return """
      ## How far to trust them

      Numbers in each card's file by where they come from (`docs/models.md`); all cards have the same host, `host-x86`.

      \(Text.table(["card"] + kinds.map(\.1), names: 1, rows))

      The Agilio's come from public measurements of the card. **BlueField-2's Arm cores are priors nearly throughout**: its rows say what would follow if they held. \
      The prices of `xdp` are a virtual machine's.
      """
  }

  var bounds: String {
    let groups = Dictionary(grouping: cells) { $0.best.bottleneck.rawValue }
    let rows = groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { resource, cells in
      let gains = cells.map(\.speedUp)
      return [
        resource, "\(cells.count)", "\(cells.filter(Self.ties).count)", Text.percent(gains.median),
        Text.percent(gains.max() ?? 0),
      ]
    }
    let header = ["what bounds the planner's rate", "cells", "of them ties", "median gain", "most"]
    return """
      ## What bounds the gain

      Gains over the best baseline of each cell, by the resource that bounds the planner's own plan. A tie is a gain below 1 %: a baseline has found as good a plan already. \
      \(tieText)

      \(Text.table(header, names: 1, rows))

      By card:

      \(Text.table(["card", "cells", "ties", "median gain", "most"], names: 1, targets.map(byCard)))
      """
  }

  private var tieText: String {
    let ties = cells.filter(Self.ties)
    let proven = ties.filter { $0.best.isProven }.count
    return """
      \(ties.count) of \(cells.count) cells are ties, and in \(proven) of these the search has proven that its space holds nothing better: \
      what would have to change there is the card or the host, not the plan.
      """
  }

  private static func ties(_ cell: Cell) -> Bool { cell.speedUp < 0.01 }

  private func byCard(_ target: String) -> [String] {
    let cells = cells.filter { $0.target == target }
    let gains = cells.map(\.speedUp)
    let ties = cells.filter(Self.ties).count
    return [target, "\(cells.count)", "\(ties)", Text.percent(gains.median), Text.percent(gains.max() ?? 0)]
  }

  /// The planner against one baseline at a time, over the cells where that has a plan.
  var againstEach: String {
    let rows = Cell.baselines.map { baseline in
      let pairs = cells.compactMap { cell in cell.outcomes[baseline].map { (cell, $0) } }.filter { $0.1.fits }
      let gains = pairs.map { $0.best.rate / $1.rate - 1 }
      let fewer = pairs.map { cell, other in cell.saving(cell.best.cores) - cell.saving(other.cores) }
      return [
        baseline.rawValue, "\(pairs.count)", Text.percent(gains.median), gains.max().map(Text.percent) ?? "–",
        Text.points(fewer.median), fewer.max().map(Text.points) ?? "–",
      ]
    }
    let header = ["baseline", "cells with a plan", "faster, median", "most", "cores saved beyond it, median", "most"]
    return """
      ## Against each baseline alone

      The claims above are held against whichever baseline is best in a cell. Against one at a time:

      \(Text.table(header, names: 1, rows))
      """
  }
}

extension Text {
  /// A difference of two shares.
  static func points(_ share: Double) -> String { String(format: "%.1f points", max(0, share) * 100) }
}
