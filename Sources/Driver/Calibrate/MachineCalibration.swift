import Calibration
import CodeGenHostC
import Foundation
import PerfModel

/// Measures this machine and writes what it found as a device file.
public struct MachineCalibration {
  public let figures: [Figure]
  /// The device file, and what the loader makes of it.
  public let deviceFile: String
  public let device: DeviceModel

  /// - Parameters:
  ///   - machine: what the device is called behind `xdp-`.
  ///   - seconds: that the measuring takes, compiling and filling the tables apart.
  ///   - progress: is told how many of how many figures are done.
  public init(
    machine: String, seconds: Double, sizes: Sizes = .full, progress: (_ done: Int, _ total: Int) -> Void
  ) throws(DriverError) {
    guard seconds > 0, seconds <= 600 else { throw DriverError.misuse("--seconds: more than 0 and at most 600 are expected") }
    guard !machine.isEmpty, machine.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }) else {
      throw DriverError.misuse("--name '\(machine)': letters, digits, '-' and '.' are expected")
    }
    (figures, deviceFile) = try Self.inScratch { directory throws(DriverError) in
      let clang = try Clang()
      try Self.write(sizes.kernelSource, to: directory + "/primitives.bpf.c")
      try Self.write(sizes.hostSource(headers: hostTableHeaders), to: directory + "/primitives.c")
      try clang.compileBPF("primitives.bpf.c", to: "primitives.bpf.o", in: directory)
      try clang.compileHost("primitives.c", to: "primitives.so", in: directory)
      return try DriverError.wrapping {
        let calibration = try Calibration(
          kernelObject: directory + "/primitives.bpf.o", hostObject: directory + "/primitives.so", sizes: sizes,
          seconds: seconds)
        let figures = try calibration.run(progress: progress)
        let file = CalibrationFile(figures, machine: machine, source: Self.source, sizes: sizes)
        return (figures, try file.text())
      }
    }
    let text = deviceFile
    device = try DriverError.wrapping { try DeviceModel.parse(text, file: "xdp-\(machine).yaml") }
  }

  /// Puts the device file into place whole, or leaves what was there.
  public func write(to path: String) throws(DriverError) {
    do {
      try deviceFile.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw DriverError("\(path): cannot be written: \(error.localizedDescription)")
    }
  }

  /// When and on what was measured.
  static var source: String {
    let date = ISO8601DateFormatter().string(from: Date()).prefix(10)
    let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n")
      .first { $0.hasPrefix("model name") }?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    let kernel = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return "\(date), \((cpu ?? "CPU unknown").filter { $0 != "\"" && $0 != "\\" }), kernel \(kernel ?? "unknown")"
  }

  private static func write(_ text: String, to path: String) throws(DriverError) {
    try DriverError.wrapping { try text.write(toFile: path, atomically: false, encoding: .utf8) }
  }

  private static func inScratch<Result>(_ body: (String) throws(DriverError) -> Result) throws(DriverError) -> Result {
    let directory = FileManager.default.temporaryDirectory.path + "/cora-calibrate-\(UUID().uuidString)"
    try DriverError.wrapping {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    }
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try body(directory)
  }
}
