import ArgumentParser
import Driver
import Foundation
import Traffic

struct Profile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes a traffic profile of captures.",
    discussion: "With --program it also tells how often each path is taken and how each state is used.")

  @Argument(help: ArgumentHelp("Captures; - is standard input.", valueName: "CAPTURE"))
  var captures: [String]

  @Option(help: ArgumentHelp("Runs this program on the packets.", valueName: "FILE.nf"))
  var program: String?

  @Option(name: .customLong("set"), help: ArgumentHelp("Sets a program parameter; repeatable.", valueName: "NAME=VALUE"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("Prefixes of inside hosts; repeatable.", valueName: "PREFIX"))
  var inside: [String] = []

  @Option(help: ArgumentHelp("Rows for config tables, in YAML or JSON.", valueName: "FILE"))
  var tables: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The profile; standard output without it.", valueName: "PROFILE.yaml"))
  var output: String?

  func run() throws {
    let profile = try profile()
    guard let output else { return try put(profile.yaml) }
    do {
      try Data(profile.yaml.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
    } catch {
      throw DriverError("\(output): cannot be written")
    }
  }

  private func profile() throws -> TrafficProfile {
    let settings = try Settings.parse(settings)
    guard let program else {
      return try TrafficObservation.profile(of: try CaptureArguments(captures, inside: inside, ports: []).sources)
    }
    let source = try ProgramSource(path: program, settings: settings, colour: usesColour)
    return try TrafficObservation.profile(
      of: try CaptureArguments(captures, inside: inside, ports: source.program.ports).sources, running: source.program,
      tables: try tables.map { try ConfigTables(path: $0) } ?? .empty)
  }
}
