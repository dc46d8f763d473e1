import ArgumentParser
import Driver

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what changed between two bundles' plans, and what changing over costs.")

  @Argument(help: ArgumentHelp("The bundle as it was.", valueName: "BUNDLE"))
  var before: String

  @Argument(help: ArgumentHelp("The bundle as it is to be.", valueName: "BUNDLE"))
  var after: String

  @Flag(help: "JSON instead of text.")
  var json = false

  func run() throws {
    let difference = try BundleDifference(before, after)
    try put(json ? JSONText.text(difference) : difference.text)
  }
}
