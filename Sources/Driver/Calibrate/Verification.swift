import Foundation
import PerfModel

/// What a device file predicts for both halves of programs, beside what they take on this machine.
///
/// Predicted and measured is the work of the program alone: receiving and sending are a driver's. What every half does whatever
/// its program, such as counting the path, is measured on a program that does nothing and added to each prediction.
public struct Verification: Encodable, Sendable {
  /// Nanoseconds per packet of one half of one program.
  public struct Row: Encodable, Hashable, Sendable {
    public var program: String
    public var half: String
    public var predicted: Double
    public var measured: Double
    /// Predicted over measured less 1: below 0 the half takes longer than was said.
    public var error: Double
  }

  public struct Summary: Encodable, Hashable, Sendable {
    public var meanError, worstError: Double
  }

  public let rows: [Row]
  /// Halves that were not measured, and why.
  public let omitted: [String]
  /// Mean and worst error by half, without signs.
  public let summary: [String: Summary]

  /// - Parameters:
  ///   - device: one whose NIC half runs on this machine.
  ///   - files: the programs.
  ///   - progress: is told how many of the programs are done.
  public init(device: DeviceModel, files: [String], progress: (_ done: Int, _ total: Int) -> Void) throws(DriverError) {
    guard device.nicUsesHostCores, device.nic?.runs == .ebpf else {
      throw DriverError.misuse("--verify: the NIC half of '\(device.name)' does not run here; take 'xdp' or a file based on it")
    }
    let bench = try VerificationBench(device: Self.withoutDriver(device))
    defer { bench.removeFiles() }
    let empty = try bench.empty()
    var rows: [Row] = [], omitted: [String] = []
    for (index, file) in files.enumerated() {
      let result = try bench.measure(file)
      for (half, pair, overhead) in [("NIC", result.nic, empty.nic), ("host", result.host, empty.host)] {
        guard let pair else {
          omitted.append("\(result.program), NIC: \(result.reason)")
          continue
        }
        let predicted = pair.predicted + overhead
        rows.append(
          Row(
            program: result.program, half: half, predicted: predicted, measured: pair.measured,
            error: predicted / pair.measured - 1))
      }
      progress(index + 1, files.count)
    }
    self.rows = rows
    self.omitted = omitted
    summary = Self.summary(rows)
  }

  /// The device with nothing for the driver to do.
  private static func withoutDriver(_ device: DeviceModel) -> DeviceModel {
    var device = device
    for index in device.sites.indices {
      let nothing = Quantity(.zero, .nanoseconds, source: "[D] left out")
      device.sites[index].packet.receive = nothing
      device.sites[index].packet.forward = nothing
      device.sites[index].packet.drop = nothing
      device.sites[index].packet.controlPlane = nothing
      if device.sites[index].runs == .c { device.sites[index].packet.punt = nothing }
      device.sites[index].packet.receiveBurst = nil
      device.sites[index].packet.forwardBurst = nil
    }
    return device
  }

  private static func summary(_ rows: [Row]) -> [String: Summary] {
    Dictionary(grouping: rows, by: \.half).mapValues { rows in
      let errors = rows.map { abs($0.error) }
      return Summary(meanError: errors.reduce(0, +) / Double(errors.count), worstError: errors.max() ?? 0)
    }
  }

  public var text: String {
    let heading = ["program", "half", "predicted", "measured", "error"]
    let table = rows.map {
      [$0.program, $0.half, Self.nanoseconds($0.predicted), Self.nanoseconds($0.measured), Self.percent($0.error, signed: true)]
    }
    let sums = summary.sorted { $0.key < $1.key }.map {
      "\($0.key): mean error \(Self.percent($0.value.meanError)), worst \(Self.percent($0.value.worstError))"
    }
    let lines = ([heading] + table).map { $0.map { $0.padding(to: 18) }.joined() }
    return (lines + [""] + omitted.map { "not measured: \($0)" } + sums).joined(separator: "\n")
  }

  private static func nanoseconds(_ value: Double) -> String { String(format: "%.1f ns", value) }
  private static func percent(_ share: Double, signed: Bool = false) -> String {
    String(format: signed ? "%+.1f %%" : "%.1f %%", share * 100)
  }
}
