import Driver
import Foundation
import Plan
import Testbed
import Traffic

/// The demo proper: three phases over network namespaces.
struct LiveRun {
  let program: String
  let wire: String
  let mix: TrafficMix
  let output: String

  /// The mix is addressed to no one: the server's capture sees it, and its kernel, which would answer each packet with an ICMP
  /// error within the worker's own system call, does not.
  private static let nobody = "02:77:00:00:00:77"

  func run() throws {
    let corad = try Self.daemon()
    let testbed = try Testbed(id: "demo")
    defer { testbed.tearDown() }
    say("client, NF and server are in place; making the traffic")
    try mix.write(from: testbed.client.mac, to: Self.nobody)
    defer { removeCaptures() }
    let calibration = Calibration(wire: wire, corad: corad, mix: mix, output: output)
    let plans = try Plans(program: program, mix: mix, output: output) { rates in
      say("measuring what moving a packet costs here, at \(rates.map { "\(Int($0))" }.joined(separator: ", ")) packets/s")
      return try calibration.run(on: testbed, rates: rates)
    }
    let result = try XDPTime.counted { try phases(testbed, plans, corad) }
    try DemoReport(result: result, mix: mix, output: output, reportFile: plans.report).write()
  }

  private func phases(_ testbed: Testbed, _ plans: Plans, _ corad: String) throws -> DemoResult {
    say("host only: every packet goes up to the worker")
    let (hostOnly, hostClients) = try deployed(plans.hostOnly, "demo-host", testbed, corad, plans) { phase in
      try phase.run("host-only", sending: mix.first, predicted: plans.predicted.hostOnly)
    }
    say("best plan: the NIC half answers for the flows it owns")
    let (best, clients) = try deployed(plans.best, "demo-best", testbed, corad, plans) { phase in
      let best = try phase.run("best", sending: mix.first, predicted: plans.predicted.best)
      say("popularity turned over: the same flows, the most popular is now the least")
      let shifted = try phase.run("shifted", sending: mix.turned, predicted: plans.predicted.shifted)
      return (best, shifted)
    }
    return DemoResult(
      hostOnly: hostOnly, best: best.0, shifted: best.1,
      cpuSaved: 1 - best.0.hostCyclesPerPacket / hostOnly.hostCyclesPerPacket,
      cpuSavedOnThisMachine: 1 - best.0.allCyclesPerPacket / hostOnly.allCyclesPerPacket,
      lostDuringChange: best.0.lostPackets + best.1.lostPackets,
      mismatches: hostOnly.mismatches + best.0.mismatches + best.1.mismatches,
      clients: ["host_only": hostClients, "best": clients])
  }

  /// Deploys a bundle, runs `body`, then real clients, and takes the NF away again.
  private func deployed<Result>(
    _ bundle: String, _ instance: String, _ testbed: Testbed, _ corad: String, _ plans: Plans,
    _ body: (Phase) throws -> Result
  ) throws -> (Result, [String: String]) {
    let nf = try DeployedNF(bundle, on: testbed, instance: instance, corad: corad)
    defer { nf.stop() }
    for port in try nf.status().ports { say("  \(port.interface): \(port.driver), XDP \(port.xdpMode)") }
    let phase = Phase(testbed: testbed, nf: nf, mix: mix, oracle: try Oracle(plans.source), directory: output)
    let result = try body(phase)
    say("  iperf3, curl and ping")
    return (result, try RealClients(testbed: testbed).run())
  }

  private func removeCaptures() {
    for file in [mix.first, mix.turned] { try? FileManager.default.removeItem(atPath: file) }
  }

  /// `corad` stands beside this program.
  private static func daemon() throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let path = (own as NSString).deletingLastPathComponent + "/corad"
    guard FileManager.default.isExecutableFile(atPath: path) else { throw TestbedError("\(path) is not built") }
    return path
  }
}
