import ArgumentParser
import Driver

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what this machine offers to Cora, and what it lacks.")

  func run() throws { try put(Checkup().text) }
}
