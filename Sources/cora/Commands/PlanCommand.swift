import ArgumentParser
import Driver

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Says what would run where, why, and what it would cost.")

  @OptionGroup var program: ProgramOptions
  @OptionGroup var planning: PlanOptions

  @Flag(help: "JSON instead of text.")
  var json = false

  func run() throws {
    let planned = try Planned(try program.source(), try planning.request())
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
