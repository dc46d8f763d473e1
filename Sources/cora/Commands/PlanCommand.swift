import ArgumentParser
import Driver

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Says what would run where, why, and what it would cost.")

  @OptionGroup var program: ProgramOptions
  @OptionGroup var planning: PlanOptions

  @Flag(help: "Also the choices: plans of which none is better in host cores, NIC use and latency than another.")
  var pareto = false

  @Flag(help: "Also which priors of the device decide the plan: numbers that nobody has measured.")
  var priors = false

  @Option(help: ArgumentHelp("A bundle that runs now: also what it costs to get from it to this plan.", valueName: "BUNDLE"))
  var from: String?

  @Flag(help: "JSON instead of text.")
  var json = false

  func run() throws {
    var request = try planning.request()
    request.wantsPareto = pareto
    request.wantsPriors = priors
    request.running = from
    let planned = try Planned(try program.source(), request)
    try put(json ? planned.reportJSON : planned.reportText(trafficName: planning.traffic ?? "assumed traffic"))
  }
}

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Predicts rate, bottleneck, host cost and latency of a strategy.",
    discussion: "Exits with 1 when the strategy does not fit.")

  @OptionGroup var program: ProgramOptions
  @OptionGroup var planning: PlanOptions

  @Flag(help: "JSON instead of text.")
  var json = false

  func run() throws {
    let planned = try Planned(try program.source(), try planning.request())
    try put(json ? planned.reportJSON : planned.predictionText)
    guard planned.result.fits else { throw DriverError("does not fit: \(planned.result.note)") }
  }
}
