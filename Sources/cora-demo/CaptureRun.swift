import Driver
import Foundation
import Plan
import Testbed
import Traffic

/// The same job without root or XDP: the mixes go through the host half as captures, and are compared with the interpreter. What the
/// NIC half would finish is the model's word here, and the table says so.
struct CaptureRun {
  let program: String
  let mix: TrafficMix
  let output: String

  func run() throws {
    try mix.write(from: "02:00:00:00:00:01", to: "02:00:00:00:00:02")
    defer {
      for file in [mix.first, mix.turned] { try? FileManager.default.removeItem(atPath: file) }
    }
    let plans = try Plans(program: program, mix: mix, output: output) { $0.map { _ in "xdp" } }
    let host = try HostMeasurement(bundle: plans.hostOnly, source: plans.source)
    var mismatches = 0
    for (name, capture) in [("mix", mix.first), ("turned over", mix.turned)] {
      let measured = try host.run(capture)
      say(
        "\(name): \(measured.packets) packets through the host half, \(Int(measured.nanosecondsPerPacket)) ns each, "
          + "\(measured.mismatches) not as the interpreter says")
      mismatches += measured.mismatches
    }
    let predicted = plans.predicted
    say("predicted host cycles per packet: host only \(Int(predicted.hostOnly)), best plan \(Int(predicted.best)), "
      + "turned over \(Int(predicted.shifted)); nothing of it was observed here")
    say("plan report: \(plans.report)")
    guard mismatches == 0 else {
      throw TestbedError("\(mismatches) packets came out otherwise than the interpreter says")
    }
  }
}
