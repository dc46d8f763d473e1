import ArgumentParser
import Driver

struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fits the Agilio's prices to measured rates and cross-validates them.",
    discussion: "Prints the tables of docs/models.md in Markdown. Run it in the repository; see there for what the numbers mean.")

  @Option(help: ArgumentHelp("Measured programs, one a line.", valueName: "CSV"))
  var rates = "PerfModels/data/agilio-cx-xdp-rates.csv"

  @Option(help: ArgumentHelp("The program that they are variants of.", valueName: "FILE.nf"))
  var program = "NFPrograms/synthetic.nf"

  @Option(help: ArgumentHelp("The profile that they were measured under.", valueName: "FILE.yaml"))
  var traffic = "PerfModels/data/agilio-cx-xdp-rates.profile.yaml"

  @Option(help: ArgumentHelp("The card, by name or device file.", valueName: "NAME"))
  var target = "agilio-cx-1x40"

  @Option(help: ArgumentHelp("The host that the same programs were measured on.", valueName: "NAME"))
  var host = "xdp-lab-2018"

  func run() throws {
    try put(RateFit.markdown(rates: rates, program: program, traffic: traffic, card: target, host: host))
  }
}
