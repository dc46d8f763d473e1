import ArgumentParser
import Driver
import Foundation
import Traffic

struct Synth: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a capture of synthetic traffic: so many flows, popular by Zipf's law.")

  @Option(help: "Distinct five-tuples.")
  var flows = 64_000

  @Option(help: "Zipf exponent of their popularity; 0 makes them equal.")
  var zipf = 1.1

  @Option(help: ArgumentHelp("imix, or bytes on the wire with the check sequence, such as 64.", valueName: "imix|64|…"))
  var size = "imix"

  @Option(help: "Packets to write.")
  var packets = 1_000_000

  @Option(help: ArgumentHelp("Packets per second, in the times of the packets.", valueName: "RATE"))
  var rate = "1Mpps"

  @Option(help: "The same seed gives the same packets.")
  var seed: UInt64 = 1

  @Option(help: "Another seed for which flow is how popular, among the same flows.")
  var popularitySeed: UInt64?

  @Flag(help: "The most popular flow becomes the least popular.")
  var invertRanks = false

  @Option(help: "Share of TCP flows, 0 to 1.")
  var tcp = 0.0

  @Flag(help: "The first packet of a TCP flow is a SYN.")
  var syn = false

  @Option(help: ArgumentHelp("Where the flows come from.", valueName: "PREFIX"))
  var inside = "10.0.0.0/16"

  @Option(help: ArgumentHelp("Where they go to.", valueName: "PREFIX"))
  var servers = "198.51.100.10/32"

  @Option(name: .shortAndLong, help: ArgumentHelp("The capture.", valueName: "OUT.pcap"))
  var output: String

  func run() throws {
    let traffic = try traffic()
    let bar = ProgressBar("synth", of: packets)
    do {
      try traffic.write(to: output) { bar.show($0) }
      bar.finish()
    } catch {
      bar.finish()
      throw DriverError("\(error)")
    }
  }

  private func traffic() throws -> SyntheticTraffic {
    guard let sizes = SizeMix(size) else { throw DriverError.misuse("--size \(size): imix or a number of bytes is expected") }
    guard let from = IPPrefix(inside) else { throw DriverError.misuse("--inside \(inside): a prefix is expected") }
    guard let to = IPPrefix(servers) else { throw DriverError.misuse("--servers \(servers): a prefix is expected") }
    guard let rate = RateText.packetsPerSecond(rate) else { throw DriverError.misuse("--rate \(rate): a rate is expected") }
    var traffic = SyntheticTraffic()
    traffic.flows = flows
    traffic.exponent = zipf
    traffic.packets = packets
    traffic.packetsPerSecond = rate
    traffic.sizes = sizes
    traffic.seed = seed
    traffic.popularitySeed = popularitySeed
    traffic.invertsRanks = invertRanks
    traffic.tcpShare = tcp
    traffic.opensWithSYN = syn
    traffic.inside = from
    traffic.servers = to
    return traffic
  }
}
