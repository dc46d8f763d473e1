import Driver
import Foundation
import Plan
import Testbed

/// Measures what moving a packet costs the host here: a wire, host only, on the demo's own testbed, under the demo's own load.
/// The result is a device file that says only what was measured; all else is that of `xdp`.
struct Calibration {
  let wire: String
  let corad: String
  let mix: TrafficMix
  let output: String

  /// Writes the device file and returns its path.
  func run(on testbed: Testbed) throws -> String {
    let bundle = output + "/wire.cora"
    let planned = try Planned(
      try ProgramSource(path: wire), PlanningRequest(target: "xdp", strategy: .hostOnly))
    let compilation = Compilation(planned)
    try compilation.write(to: bundle)
    let nf = try DeployedNF(bundle, on: testbed, instance: "demo-wire", corad: corad)
    defer { nf.stop() }
    try testbed.client.require([
      "tcpreplay", "-q", "-K", "--pps", "\(mix.packetsPerSecond)", "--limit", "\(mix.packetsPerSecond * 5)", "-i", "eth0",
      mix.first,
    ])
    let cycles = try nf.settledStatus().cycles
    guard cycles.packets > 0 else { throw TestbedError("no packet reached the wire: \(nf.log)") }
    let path = output + "/this-machine.yaml"
    try deviceFile(cycles).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// What a packet costs is given to receiving and sending by halves; bursts are as they were, so they cost nothing more.
  private func deviceFile(_ cycles: DaemonStatus.Cycles) -> String {
    let half = Double(cycles.busy) / Double(cycles.packets) / 2
    let figure = { (value: Double) in "value: \(Int(value)), low: \(Int(value * 0.8)), high: \(Int(value * 1.25))" }
    let clock = Double(cycles.perSecond)
    let source = "[M] a wire under \(mix.packetsPerSecond) pps of the demo's mix, host only, on this machine"
    return """
      name: this-machine
      title: this machine, as the demo measured it
      base: xdp
      sites:
        host:
          clock: {value: \(clock), low: \(clock * 0.999), high: \(clock * 1.001), unit: Hz, source: "[M] the worker's time stamp counter"}
          packet:
            receive: {\(figure(half)), unit: cycles, source: "\(source)"}
            forward: {\(figure(half)), unit: cycles, source: "\(source)"}
            receive_burst: {value: 0, low: 0, high: 0, unit: cycles, source: "[M] in receive"}
            forward_burst: {value: 0, low: 0, high: 0, unit: cycles, source: "[M] in forward"}
      """ + "\n"
  }
}
