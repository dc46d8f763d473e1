import Foundation

/// One claim, held against the cells.
public struct Bar: Hashable, Sendable {
  public var claim: String
  public var figure: String
  /// The cell that the figure is of; empty where it is of all.
  public var cell: String
  public var isReached: Bool
}

/// The claims, in the order of the document.
public struct Bars: Sendable {
  public let all: [Bar]

  public init(_ cells: [Cell]) {
    all = [
      Self.saving(cells), Self.ratio(cells), Self.neverWorse(cells), Self.medianSpeedUp(cells),
      Self.bestSpeedUp(cells),
    ]
  }

  private static func saving(_ cells: [Cell]) -> Bar {
    let top = cells.max { $0.saving($0.best.cores) < $1.saving($1.best.cores) }
    let saving = top.map { $0.saving($0.best.cores) } ?? 0
    return Bar(
      claim: "best saving of host cores at least 94.0 %", figure: Text.percent(saving), cell: top?.name ?? "",
      isReached: saving >= 0.94)
  }

  private static func ratio(_ cells: [Cell]) -> Bar {
    let top = cells.filter { $0.savingRatio != nil }.max { ($0.savingRatio ?? 0) < ($1.savingRatio ?? 0) }
    let ratio = top?.savingRatio ?? 0
    return Bar(
      claim: "where the best baseline leaves cores in use, at least 1.9 × as many saved in the best cell",
      figure: String(format: "%.2f ×", ratio), cell: top?.name ?? "", isReached: ratio >= 1.9)
  }

  private static func neverWorse(_ cells: [Cell]) -> Bar {
    let worse = cells.filter(\.isWorse)
    return Bar(
      claim: "in no cell more host cores, or a lower rate, than the best baseline",
      figure: "\(worse.count) of \(cells.count) cells", cell: worse.prefix(5).map(\.name).joined(separator: "; "),
      isReached: worse.isEmpty)
  }

  private static func medianSpeedUp(_ cells: [Cell]) -> Bar {
    let median = cells.map(\.speedUp).median
    return Bar(
      claim: "in the median cell at least 44.9 % faster than the best baseline with the same cores",
      figure: Text.percent(median), cell: "", isReached: median >= 0.449)
  }

  private static func bestSpeedUp(_ cells: [Cell]) -> Bar {
    let top = cells.max { $0.speedUp < $1.speedUp }
    let most = top?.speedUp ?? 0
    return Bar(
      claim: "in the best cell at least 82.3 % faster than the best baseline with the same cores",
      figure: Text.percent(most), cell: top?.name ?? "", isReached: most >= 0.823)
  }
}

extension Cell {
  var name: String { "\(program) on \(target), \(traffic)" }
}

extension [Double] {
  /// The middle one, or the mean of the two in the middle; 0 of none.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}

/// Figures as the document has them.
enum Text {
  /// `44.9 %`. A share that is not 1 does not become 100 %, and one that is not 0 keeps its sign off.
  static func percent(_ share: Double) -> String {
    let figure = String(format: "%.1f %%", share < 1 ? Swift.min(share, 0.999) * 100 : share * 100)
    return figure == "-0.0 %" ? "0.0 %" : figure
  }

  static func mega(_ rate: Double) -> String { String(format: "%.2f", rate / 1e6) }
  static func cores(_ cores: Double) -> String { String(format: "%.3f", cores) }

  /// A table in Markdown; columns after `names` are figures, set to the right.
  static func table(_ header: [String], names: Int, _ rows: [[String]]) -> String {
    let rule = header.indices.map { $0 < names ? "---" : "--:" }
    return ([header, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}
