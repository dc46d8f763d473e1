import ArgumentParser
import Driver

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints a bundle's report, with the choices there were and the priors that decide its plan.")

  @Argument(help: ArgumentHelp("The bundle.", valueName: "BUNDLE"))
  var bundle: String

  @Flag(help: "A page of HTML that needs nothing else.")
  var html = false

  @Flag(help: "JSON instead of text.")
  var json = false

  func run() throws {
    guard !(html && json) else { throw DriverError.misuse("give --html or --json, not both") }
    let report = try BundleReport(ofBundleAt: bundle)
    try put(html ? report.html : json ? report.json : report.text)
  }
}
