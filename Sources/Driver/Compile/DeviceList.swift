import PerfModel

/// The devices that are built in.
public enum DeviceList {
  public static func text() throws(DriverError) -> String {
    var lines: [String] = []
    for name in DeviceModel.embeddedNames {
      let device = try Planned.device(name).0
      let sites = device.sites.map(\.name).joined(separator: " → ")
      lines.append("\(name.padding(to: 18))\(device.title)\n\(String(repeating: " ", count: 18))sites: \(sites)")
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// Filled up with spaces to a width.
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
