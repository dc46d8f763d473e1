import Driver
import Foundation
import Plan
import Testbed

/// Measures what moving a packet costs the host here: a wire, host only, on the demo's own testbed, at the rates the host half is
/// expected to see. At a low rate packets come one by one, and each pays for a poll and a system call of its own.
struct Calibration {
  let wire: String
  let corad: String
  let mix: TrafficMix
  let output: String

  /// Seconds at each rate.
  private static let seconds = 4.0

  /// Writes a device file for each rate (packets per second), all else as in `xdp`, and returns their paths.
  func run(on testbed: Testbed, rates: [Double]) throws -> [String] {
    let bundle = output + "/wire.cora"
    let planned = try Planned(
      try ProgramSource(path: wire), PlanningRequest(target: "xdp", strategy: .hostOnly))
    try Compilation(planned).write(to: bundle)
    let nf = try DeployedNF(bundle, on: testbed, instance: "demo-wire", corad: corad)
    defer { nf.stop() }
    return try rates.map { try device(testbed, nf, rate: Int($0.rounded(.up))) }
  }

  private func device(_ testbed: Testbed, _ nf: DeployedNF, rate: Int) throws -> String {
    let received = output + "/wire.pcap"
    defer { try? FileManager.default.removeItem(atPath: received) }
    let server = try ServerWatch(testbed, to: received)
    let before = try nf.settledStatus().cycles
    let count = min(mix.packets, max(1000, Int(Double(rate) * Self.seconds)))
    try testbed.client.require([
      "tcpreplay", "-q", "-K", "--pps", "\(rate)", "--limit", "\(count)", "-i", "eth0", mix.first,
    ])
    let after = try nf.settledStatus().cycles
    server.finish()
    guard after.packets > before.packets else { throw TestbedError("no packet reached the wire: \(nf.log)") }
    let path = output + "/this-machine-at-\(rate)-pps.yaml"
    let perPacket = WorkerCycles(from: before, to: after).perHostPacket
    try deviceFile(perPacket, clock: Double(after.perSecond), rate).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// What a packet costs is given to receiving and sending by halves; bursts are as they were, so they cost nothing more.
  private func deviceFile(_ cyclesPerPacket: Double, clock: Double, _ rate: Int) -> String {
    let figure = { (value: Double) in "value: \(Int(value)), low: \(Int(value * 0.8)), high: \(Int(value * 1.25))" }
    let hertz = "value: \(clock), low: \(clock * 0.999), high: \(clock * 1.001), unit: Hz"
    let source = "[M] a wire at \(rate) packets/s of the demo's mix, host only, on this machine"
    return """
      name: this-machine
      title: this machine, as the demo measured it
      base: xdp
      sites:
        host:
          clock: {\(hertz), source: "[M] the worker's time stamp counter"}
          packet:
            receive: {\(figure(cyclesPerPacket / 2)), unit: cycles, source: "\(source)"}
            forward: {\(figure(cyclesPerPacket / 2)), unit: cycles, source: "\(source)"}
            receive_burst: {value: 0, low: 0, high: 0, unit: cycles, source: "[M] in receive"}
            forward_burst: {value: 0, low: 0, high: 0, unit: cycles, source: "[M] in forward"}
      """ + "\n"
  }
}
