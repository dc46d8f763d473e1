import ArgumentParser
import Driver
import Plan

extension Strategy: ExpressibleByArgument {}

/// What a plan is made for.
struct PlanOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A device by name (see 'cora targets') or a device file.", valueName: "NAME"))
  var target = "xdp"

  @Option(help: ArgumentHelp("A profile (.yaml) or a capture; without it, 64 k flows of Zipf 1.1.", valueName: "FILE"))
  var traffic: String?

  @Option(help: ArgumentHelp("Packets per second to reach with the fewest host cores, such as 20Mpps.", valueName: "RATE"))
  var rate: String?

  @Option(help: ArgumentHelp("Host cores to reach the most packets per second with.", valueName: "N"))
  var cores: Double?

  @Option(help: "best, host-only, nic-only, state-partition or traffic-partition.")
  var strategy: Strategy = .best

  @Option(help: ArgumentHelp("Rows for config tables, in YAML or JSON.", valueName: "FILE"))
  var tables: String?

  @Option(help: ArgumentHelp("End the search after this time, such as 2s or 500ms, and say what gap is left.", valueName: "TIME"))
  var budget: String?

  func request() throws -> PlanningRequest {
    var request = PlanningRequest(
      target: target, traffic: traffic, goal: try RateText.goal(rate: rate, cores: cores), strategy: strategy,
      tables: try tables.map { try ConfigTables(path: $0) } ?? .empty)
    let milliseconds = try budget.map { try DurationText.milliseconds($0, of: "--budget") }
    let bar = SearchProgress(milliseconds: milliseconds)
    request.limit(milliseconds: milliseconds) { bar.show($0, gap: $1) }
    return request
  }
}
