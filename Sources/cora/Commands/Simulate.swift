import ArgumentParser
import Driver
import Plan
import Simulator

extension SimulationSettings.Spread: ExpressibleByArgument {}

struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a plan on a virtual NIC and host: throughput, latency, losses, what the hot set does.",
    discussion: """
      Packets come from a profile or a capture and wait in queues for the card's cores, its memory, the bus and the host's cores; time \
      is virtual, and the same seed gives the same run. A source is planned first, for --rate, or for --cores where they are given.
      """)

  @Argument(help: ArgumentHelp("A program, or a bundle.", valueName: "FILE.nf|DIR.cora"))
  var subject: String

  @Option(help: ArgumentHelp("A device by name or a device file; the bundle's, or xdp.", valueName: "NAME"))
  var target: String?

  @Option(help: ArgumentHelp("A profile (.yaml) or a capture; without it, 64 k flows of Zipf 1.1.", valueName: "FILE"))
  var traffic: String?

  @Option(help: ArgumentHelp("Packets per second offered; the traffic's own without it.", valueName: "RATE"))
  var rate: String?

  @Option(help: ArgumentHelp("Host cores; all of the device's without it.", valueName: "N"))
  var cores: Int?

  @Option(help: ArgumentHelp("Virtual time.", valueName: "S"))
  var seconds: Double?

  @Option(
    help: ArgumentHelp("Packets, in place of a time; 2,000,000, or the capture's, without either.", valueName: "N"))
  var packets: Int?

  @Option(help: "The same seed gives the same run.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Popularity turns over each time, such as 2s.", valueName: "TIME"))
  var turnover: String?

  @Option(help: ArgumentHelp("Share of the keys that then change places, 0 to 1; all without it.", valueName: "SHARE"))
  var turnoverShare: Double?

  @Option(
    help: ArgumentHelp(
      "Whether host cores share all packets, or each flow has its core: packets or flows.", valueName: "HOW"))
  var spread = SimulationSettings.Spread.packets

  @Option(help: "Of a source: best, host-only, nic-only, state-partition or traffic-partition.")
  var strategy: Strategy?

  @Option(help: ArgumentHelp("Rows for config tables, in YAML or JSON.", valueName: "FILE"))
  var tables: String?

  @Option(
    name: .customLong("set"), help: ArgumentHelp("Sets a program parameter; repeatable.", valueName: "NAME=VALUE"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("Writes what happened over time, a hundred rows.", valueName: "T.csv"))
  var timeline: String?

  @Flag(help: "Looks for the highest rate as well.")
  var capacity = false

  @Flag(help: "JSON instead of text.")
  var json = false

  func run() throws {
    let bar = ProgressBar("simulate", of: 1000)
    defer { bar.finish() }
    let simulated = try Simulated(try request()) { bar.show(Int($0 * 1000)) }
    bar.finish()
    if let timeline { try simulated.writeTimeline(to: timeline) }
    try put(json ? try simulated.json : simulated.text)
  }

  private func request() throws -> SimulationRequest {
    var request = SimulationRequest(subject: subject)
    request.settings = try Settings.parse(settings)
    request.target = target
    request.traffic = traffic
    request.rate = rate
    request.seconds = seconds
    request.packets = packets
    request.cores = cores
    request.seed = seed
    request.strategy = strategy
    request.tables = try tables.map { try ConfigTables(path: $0) } ?? .empty
    request.turnover = turnover
    request.turnoverShare = turnoverShare
    request.spread = spread
    request.findsCapacity = capacity
    return request
  }
}
