import ArgumentParser
import Driver

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explains a bundle: why a state or a path is where it is.")

  @Argument(help: ArgumentHelp("The bundle.", valueName: "DIR.cora"))
  var bundle: String

  @Argument(help: ArgumentHelp("A state's name, or a path's number or part of its name.", valueName: "STATE|PATH"))
  var subject: String?

  func run() throws { try put(Explanation(ofBundleAt: bundle).text(about: subject)) }
}
