import CDataPlane
import Glibc

/// Why DPDK refused something, with the last line it logged.
public struct DPDKError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  init(_ what: String, errno code: Int32) {
    let detail = Self.lastLine ?? String(cString: strerror(code))
    description = "\(what): \(detail)"
  }

  /// The last line of DPDK's log that is not mere information.
  private static var lastLine: String? {
    let size = 4097
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      cora_eal_log(start, size)
      return String(cString: start).split(separator: "\n").last { !Self.isInformation($0) }.map(String.init)
    }
  }

  private static func isInformation(_ line: Substring) -> Bool {
    ["Detected", "Selected", "Physical addresses", "Multi-process", "VFIO", "probe"].contains { line.contains($0) }
  }
}
