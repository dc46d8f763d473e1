import Planner

/// A bundle's report as it is read: its plan made again, with the choices there were and the priors that decide it.
public struct BundleReport {
  private let result: PlanningResult
  private let bundle: PlannedBundle

  public init(ofBundleAt path: String) throws(DriverError) {
    let bundle = try PlannedBundle(at: path)
    let budget = SearchBudget(nodes: PlanningRequest.mostNodes)
    var result = bundle.problem.solved(budget: budget)
    result.pareto = bundle.problem.paretoPlans(budget: budget)
    result.decidingPriors = try DriverError.wrapping { try bundle.problem.decidingPriors(bundle.device) }
    (self.result, self.bundle) = (result, bundle)
  }

  public var text: String { result.text(traffic: bundle.problem.traffic, trafficName: "profile") }

  public var json: String { get throws(DriverError) { try JSONText.text(PlanReport(result)) } }

  /// One page without scripts or outside files.
  public var html: String {
    let report = PlanReport(result)
    let figures = [
      ("goal", report.goal), ("strategy", report.strategy), ("fits", report.fits ? "yes" : "no: \(report.note)"),
      ("rate", "\(mega(report.ratePps.expected)) (\(mega(report.ratePps.low)) … \(mega(report.ratePps.high)), guaranteed \(mega(report.ratePps.guaranteed)))"),
      ("bottleneck", report.bottleneck), ("host cores", "\(report.hostCores)"),
      ("host cycles per packet", "\(report.hostCyclesPerPacket), host-only \(report.hostOnly.hostCyclesPerPacket)"),
      ("latency", "\(report.latencyNs.p50) ns median, \(report.latencyNs.p99) ns at 99 %"),
      ("search", report.search.optimal ? "optimal" : "gap \(report.search.gap)"),
    ]
    let body = [
      "<h1>\(escaped(report.program)) on \(escaped(report.target))</h1>",
      HTMLTable(["", ""], figures.map { [$0.0, $0.1] }).text,
      "<h2>States</h2>",
      HTMLTable(["state", "where", "entries on the NIC", "why not all on the NIC", "without that"], report.states.map {
        [$0.name, $0.mode, "\($0.entriesOnNIC)", $0.reason, $0.lift ?? ""]
      }).text,
      "<h2>Paths</h2>",
      HTMLTable(["path", "share", "on the NIC", "why not all"], report.paths.sorted { $0.share > $1.share }.map {
        [$0.id, percent($0.share), percent($0.nicShare), $0.reason]
      }).text,
      "<h2>Choices</h2>",
      HTMLTable(["host cores", "NIC use", "latency", "ceiling", "on the NIC"], report.pareto.map {
        ["\($0.hostCores)", percent($0.nicUse), "\($0.latencyNs) ns", mega($0.ratePps), percent($0.nicShare)]
      }).text,
      "<h2>Priors that decide</h2>",
      HTMLTable(["number of the device", "end", "changes", "then binds"], (report.decidingPriors ?? []).map {
        [$0.place, $0.end, $0.changes.joined(separator: ", "), $0.bottleneck]
      }).text,
      report.assumptions.isEmpty ? "" : "<h2>Assumes</h2><ul>\(report.assumptions.map { "<li>\(escaped($0))</li>" }.joined())</ul>",
    ]
    return HTMLTable.page(title: "\(report.program) on \(report.target)", body.joined(separator: "\n"))
  }

  private func mega(_ rate: Double) -> String { "\((rate / 1e4).rounded() / 100) Mpps" }
  private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}

/// A table of plain texts.
private struct HTMLTable {
  let text: String

  init(_ heading: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else {
      text = "<p>none</p>"
      return
    }
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined() + "</tr>"
    }
    text = "<table>\n" + ([row(heading, "th")] + rows.map { row($0, "td") }).joined(separator: "\n") + "\n</table>"
  }

  static func page(title: String, _ body: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>\(escaped(title))</title>
    <style>body{font:15px sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:2px 8px;text-align:left}</style>
    </head><body>
    \(body)
    </body></html>

    """
  }
}

private func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
}
