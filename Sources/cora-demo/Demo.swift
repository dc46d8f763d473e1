import ArgumentParser
import Driver
import Foundation
import Testbed

/// `make demo`: real traffic through `nat.nf`, on this machine.
@main
struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cora-demo",
    abstract: "Sends real traffic through nat.nf: host only, under the best plan, with popularity turned over.")

  @Option(help: "Where the results go.")
  var output = "build/demo"

  @Option(help: "The program that is deployed.")
  var program = "NFPrograms/nat.nf"

  @Option(help: "The program that measures what moving packets costs by itself.")
  var wire = "Examples/wire.nf"

  @Option(help: "Flows of the mix.")
  var flows = 64_000

  @Option(help: "Zipf exponent of the mix.")
  var zipf = 1.1

  @Option(help: "Packets of the mix, each time it is sent.")
  var packets = 1_000_000

  @Option(help: "Packets per second that are offered.")
  var rate = 60_000

  func validate() throws {
    guard flows > 0, packets > 0, rate > 0, zipf >= 0 else { throw ValidationError("figures must be above 0") }
  }

  func run() throws {
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
      let mix = TrafficMix(flows: flows, exponent: zipf, packets: packets, packetsPerSecond: rate, directory: output)
      if let reason = Testbed.unavailable {
        say("\(reason): the same job runs on captures, without a network")
        try CaptureRun(program: program, mix: mix, output: output).run()
      } else {
        try LiveRun(program: program, wire: wire, mix: mix, output: output).run()
      }
    } catch {
      FileHandle.standardError.write(Data("cora-demo: error: \(error)\n".utf8))
      throw ExitCode(1)
    }
  }
}

/// One line of progress.
func say(_ line: String) { FileHandle.standardOutput.write(Data("demo: \(line)\n".utf8)) }
