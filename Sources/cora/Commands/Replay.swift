import ArgumentParser
import Driver
import Foundation

extension Driver.Replay.Site: ExpressibleByArgument {}

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs captures through a program or a bundle, without a network.",
    discussion: """
      A capture of both directions gives port 0 the packets whose source is in a prefix of --inside, and port 1 the others. \
      PORT=FILE names the port instead. The sites nic and split run the eBPF in the kernel and need root.
      """)

  @Argument(help: ArgumentHelp("A program, or a bundle.", valueName: "FILE.nf|DIR.cora"))
  var subject: String

  @Option(name: .customLong("in"), help: ArgumentHelp("A capture; repeatable.", valueName: "[PORT=]IN.pcap"))
  var inputs: [String]

  @Option(name: .customLong("out"), help: ArgumentHelp("What was forwarded.", valueName: "OUT.pcap"))
  var output: String?

  @Option(help: "interpreter, nic, host or split.")
  var site: Driver.Replay.Site = .interpreter

  @Option(help: ArgumentHelp("Writes the state at the end.", valueName: "STATE.json"))
  var state: String?

  @Option(help: ArgumentHelp("Prefixes of inside hosts; repeatable.", valueName: "PREFIX"))
  var inside: [String] = []

  @Option(help: ArgumentHelp("Rows for config tables, in YAML or JSON.", valueName: "FILE"))
  var tables: String?

  @Option(name: .customLong("set"), help: ArgumentHelp("Sets a program parameter; repeatable.", valueName: "NAME=VALUE"))
  var settings: [String] = []

  func run() throws {
    let tables = try tables.map { try ConfigTables(path: $0) } ?? .empty
    var (replay, ports) = try ReplaySubject(subject, settings: try Settings.parse(settings)).replay(on: site, tables)
    try replay.run(try CaptureArguments(inputs, inside: inside, ports: ports).sources, to: output)
    if let state { try write(try replay.state(), to: state) }
    try put(JSONText.text(replay.summary))
  }

  private func write(_ data: Data, to path: String) throws {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw DriverError("\(path): cannot be written")
    }
  }
}
