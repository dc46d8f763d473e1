import ArgumentParser
import Foundation

/// A deterministic fuzzer: a target, a seed and a number give one input. Inputs run in a child process, as a trap or an
/// endless loop ends the process; the parent then names the input, keeps it and makes it smaller.
@main
struct CoraFuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cora-fuzz", abstract: "Feeds a part of Cora with inputs that nobody would write.",
    discussion:
      "Targets: \(TargetName.allCases.map(\.rawValue).joined(separator: ", ")). Exit status 1: an input was found.")

  @Argument(help: "What is fed.")
  var target: TargetName

  @Option(help: "Seconds to go on for.")
  var seconds: Double = 2

  @Option(help: "The first input of another sequence.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The source tree, for corpora and programs.", valueName: "DIR"))
  var root = "."

  @Option(help: ArgumentHelp("Where inputs that are found go.", valueName: "DIR"))
  var findings = "fuzz-findings"

  @Option(help: ArgumentHelp("Runs one input, and nothing else.", valueName: "FILE"))
  var replay: String?

  @Option(help: .hidden)
  var mailbox: String?

  func run() throws {
    if let replay { return try Worker(target, root: root, isReplay: true).replay(replay) }
    if let mailbox {
      let mailbox = try Mailbox(path: mailbox)
      return try Worker(target, root: root).work(seed: seed, seconds: seconds, reportingTo: mailbox)
    }
    let campaign = Campaign(target: target, seed: seed, seconds: seconds, root: root, findings: findings)
    let outcome = try campaign.run()
    print(outcome)
    if outcome.finding != nil { throw ExitCode(1) }
  }
}

extension TargetName: ExpressibleByArgument {}

/// What cannot be set up, or an input that breaks a property.
struct FuzzError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
