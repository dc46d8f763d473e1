import Foundation
import Driver

/// The demo's table and `result.json`.
struct DemoReport {
  let result: DemoResult
  let mix: TrafficMix
  let output: String
  let reportFile: String

  func write() throws {
    let file = output + "/result.json"
    try JSONText.text(result).write(toFile: file, atomically: true, encoding: .utf8)
    let text = table
    try text.write(toFile: output + "/table.txt", atomically: true, encoding: .utf8)
    FileHandle.standardOutput.write(Data(text.utf8))
    say("figures: \(file)   table: \(output)/table.txt   plan report: \(reportFile)")
  }

  private var phases: [(String, PhaseResult)] {
    [("host only", result.hostOnly), ("best plan", result.best), ("turned over", result.shifted)]
  }

  private var table: String {
    var lines = ["", "nat.nf, \(mix.flows) flows, Zipf \(mix.exponent), \(mix.packetsPerSecond) packets/s, 64-byte frames", ""]
    lines.append(row("", phases.map(\.0)))
    lines.append(row("packets offered", phases.map { "\($0.1.offeredPackets)" }))
    lines.append(row("finished on the NIC half", phases.map { "\($0.1.nicPackets) (\(percent($0.1.nicShare)))" }))
    lines.append(row("punted to the host half", phases.map { "\($0.1.puntedPackets)" }))
    lines.append(row("lost", phases.map { "\($0.1.lostPackets)" }))
    lines.append(row("not as the interpreter says", phases.map { "\($0.1.mismatches)" }))
    lines.append(row("host cycles per offered packet", phases.map { whole($0.1.hostCyclesPerPacket) }))
    lines.append(row("  predicted", phases.map { whole($0.1.predictedHostCyclesPerPacket) }))
    lines.append(row("  error of the prediction", phases.map { signed($0.1.predictionError) }))
    lines.append(row("  with the worker's waits for its CPU", phases.map { whole($0.1.hostCyclesWithPreemptionPerPacket) }))
    lines.append(row("control cycles (moves, expiry)", phases.map { whole($0.1.controlCyclesPerPacket) }))
    lines.append(row("XDP cycles, on the host's cores", phases.map { whole($0.1.xdpCyclesPerPacket) }))
    lines.append(row("all cycles per offered packet", phases.map { whole($0.1.allCyclesPerPacket) }))
    lines.append("")
    lines.append("CPU saved by the best plan: \(percent(result.cpuSaved)) of the host's cycles, which is what a card would take off it;")
    lines.append("this machine, whose own cores run the NIC half, saves \(percent(result.cpuSavedOnThisMachine)).")
    lines += result.clients.sorted { $0.key < $1.key }.flatMap { phase, said in
      said.sorted { $0.key < $1.key }.map { "\(phase.replacing("_", with: " ")): \($0.key): \($0.value)" }
    }
    return (lines + [""]).joined(separator: "\n")
  }

  private func row(_ name: String, _ cells: [String]) -> String {
    pad(name, 38) + cells.map { pad($0, 22) }.joined()
  }

  private func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
  private func whole(_ value: Double) -> String { "\(Int(value.rounded()))" }
  private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
  private func signed(_ share: Double) -> String { String(format: "%+.1f %%", share * 100) }
}
