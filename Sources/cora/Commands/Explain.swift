import ArgumentParser
import Driver

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explains a bundle: why a state or a path is where it is, and what would change that.",
    discussion: """
      Of a state it says what would bring all of it onto the NIC, of a path what would halve its punts: found by planning again \
      with one number changed.
      """)

  @Argument(help: ArgumentHelp("The bundle.", valueName: "DIR.cora"))
  var bundle: String

  @Argument(help: ArgumentHelp("A state's name, or a path's number or part of its name.", valueName: "STATE|PATH"))
  var subject: String?

  @Flag(help: "JSON instead of text.")
  var json = false

  func run() throws {
    let explanation = try Explanation(ofBundleAt: bundle)
    try put(json ? explanation.json(about: subject) : explanation.text(about: subject))
  }
}
