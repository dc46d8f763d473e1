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
    try judge(result)
  }

  /// A lost packet is one that the interpreter saw and the NF did not: from then on each may give its flows other ports.
  private func judge(_ result: DemoResult) throws {
    guard result.mismatches > 0 else { return }
    let lost = result.hostOnly.lostPackets + result.lostDuringChange
    guard lost > 0 else {
      throw TestbedError("\(result.mismatches) packets came out otherwise than the interpreter says")
    }
    say("\(lost) packets were lost: this machine is too busy for \(mix.packetsPerSecond) packets/s; the NF gives ports in another order then")
  }

  private func phases(_ testbed: Testbed, _ plans: Plans, _ corad: String) throws -> DemoResult {
    say("host only: every packet goes up to the worker")
    let (hostOnly, hostClients) = try deployed(plans.hostOnly, "demo-host", testbed, corad, plans) { phase in
      let sent = try phase.send(mix.first, as: "host-only")
      return { try phase.result(of: sent, predicted: plans.predicted.hostOnly) }
    }
    say("best plan: the NIC half answers for the flows it owns")
    let (best, clients) = try deployed(plans.best, "demo-best", testbed, corad, plans) { phase in
      let best = try phase.send(mix.first, as: "best")
      say("popularity turned over: the same flows, the most popular is now the least")
      let shifted = try phase.send(mix.turned, as: "shifted")
      return {
        (
          try phase.result(of: best, predicted: plans.predicted.best),
          try phase.result(of: shifted, predicted: plans.predicted.shifted)
        )
      }
    }
    return DemoResult(
      hostOnly: hostOnly, best: best.0, shifted: best.1,
      cpuSaved: 1 - best.0.hostCyclesPerPacket / hostOnly.hostCyclesPerPacket,
      cpuSavedOnThisMachine: 1 - best.0.allCyclesPerPacket / hostOnly.allCyclesPerPacket,
      lostDuringChange: best.0.lostPackets + best.1.lostPackets,
      mismatches: hostOnly.mismatches + best.0.mismatches + best.1.mismatches,
      clients: ["host_only": hostClients, "best": clients])
  }

  /// Deploys a bundle, runs `body`, then real clients, takes the NF away again, and evaluates what `body` saw.
  private func deployed<Result>(
    _ bundle: String, _ instance: String, _ testbed: Testbed, _ corad: String, _ plans: Plans,
    _ body: (Phase) throws -> () throws -> Result
  ) throws -> (Result, [String: String]) {
    let (evaluate, clients) = try sent(bundle, instance, testbed, corad, plans, body)
    say("  comparing what arrived with the interpreter")
    return (try evaluate(), clients)
  }

  private func sent<Result>(
    _ bundle: String, _ instance: String, _ testbed: Testbed, _ corad: String, _ plans: Plans,
    _ body: (Phase) throws -> () throws -> Result
  ) throws -> (() throws -> Result, [String: String]) {
    let nf = try DeployedNF(bundle, on: testbed, instance: instance, corad: corad)
    defer { nf.stop() }
    for port in try nf.status().ports { say("  \(port.interface): \(port.driver), XDP \(port.xdpMode)") }
    let phase = Phase(testbed: testbed, nf: nf, mix: mix, oracle: try Oracle(plans.source), directory: output)
    let evaluate = try body(phase)
    say("  iperf3, curl and ping")
    return (evaluate, try RealClients(testbed: testbed).run())
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
