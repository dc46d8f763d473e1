import Foundation
import PerfModel

/// The devices that are built in.
public enum DeviceList {
  public static func text() throws(DriverError) -> String {
    var lines: [String] = []
    for name in DeviceModel.embeddedNames {
      let device = try Planned.device(name).0
      let sites = device.sites.map(\.name).joined(separator: " → ")
      let indent = String(repeating: " ", count: 18)
      lines.append("\(name.padding(to: 18))\(device.title)\n\(indent)sites: \(sites)")
      if let clock = device.nic?.timekeeping { lines.append("\(indent)time on \(device.nic?.name ?? ""): \(text(clock))") }
    }
    return lines.joined(separator: "\n")
  }

  /// Such as `to 100 ns; coarse clock to 4 ms (1 ms to 10 ms)`.
  private static func text(_ clock: Timekeeping) -> String {
    let coarse = clock.coarse.map { "; coarse clock to \(span($0))" } ?? ""
    return "to \(span(clock.fine))" + coarse
  }

  private static func span(_ quantity: Quantity) -> String {
    let bounds = quantity.estimate
    let range = bounds.low < bounds.high ? " (\(time(bounds.low)) to \(time(bounds.high)))" : ""
    return time(bounds.value) + range
  }

  private static func time(_ nanoseconds: Double) -> String {
    let units = [(1e9, "s"), (1e6, "ms"), (1e3, "µs")]
    let (size, unit) = units.first { nanoseconds >= $0.0 } ?? (1, "ns")
    return String(format: "%g \(unit)", nanoseconds / size)
  }
}

extension String {
  /// Filled up with spaces to a width.
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
