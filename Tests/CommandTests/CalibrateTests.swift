import Calibration
import Driver
import Foundation
import PerfModel
import Testing

/// `cora calibrate`, on small tables and in no time: that it measures and what it writes, not how fast this machine is.
struct CalibrateTests {
  private static let sizes = Sizes(small: 256, middle: 1_024, large: 4_096)
  private static let mayLoadEBPF = geteuid() == 0

  @Test(.enabled(if: mayLoadEBPF, "loading eBPF needs root")) func thisMachineCanBeMeasured() throws {
    var steps: [Int] = []
    let calibration = try MachineCalibration(machine: "test", seconds: 0.05, sizes: Self.sizes) { done, _ in
      steps.append(done)
    }
    #expect(steps == Array(1...steps.count))
    for figure in calibration.figures {
      #expect(figure.value > 0 && figure.low > 0, "\(figure)")
      #expect(figure.low <= figure.value && figure.value <= figure.high, "\(figure)")
    }
    let names = Set(calibration.figures.map(\.name))
    for name in ["nic.alu", "nic.ktime", "nic.hash_hit.1024", "nic.lpm_hit.256", "host.hash_insert.4096", "control.writes_batched"] {
      #expect(names.contains(name), "\(name)")
    }
    try expectOverrides(calibration)
  }

  /// The file's numbers stand in for those of `xdp`, and what was not measured is `xdp`'s.
  private func expectOverrides(_ calibration: MachineCalibration) throws {
    let device = try DeviceModel.parse(calibration.deviceFile, file: "test.yaml")
    let base = try DeviceModel.load("xdp") { _ in nil }
    #expect(device.name == "xdp-test")
    let nic = try #require(device.nic)
    guard case .curve(let hits)? = nic.costs[.hashHit] else {
      Issue.record("hash_hit is no curve")
      return
    }
    #expect(hits.points.map(\.at) == [1, 256, 1_024, 4_096])
    #expect(hits.source.hasPrefix("[M] cora calibrate, "))
    #expect(nic.packet == base.nic?.packet && nic.costs[.touch] == base.nic?.costs[.touch])
    #expect(device.link == base.link && device.host.packet == base.host.packet)
    #expect(device.control.entryWrites.source.hasPrefix("[M] cora calibrate, "))
  }

  @Test func figuresThatMakeNoDeviceAreRefused() throws {
    let file = CalibrationFile([], machine: "test", source: "never", sizes: Self.sizes)
    #expect(throws: CalibrationError.self) { try file.text() }
  }

  @Test(.enabled(if: mayLoadEBPF, "loading eBPF needs root")) func predictionsStandBesideMeasurements() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let files = ["nop", "policer"].map { "\(package)/NFPrograms/\($0).nf" }
    let verification = try Verification(device: try DeviceModel.load("xdp") { _ in nil }, files: files) { _, _ in }
    #expect(verification.rows.map { "\($0.program) \($0.half)" } == ["Nop NIC", "Nop host", "Policer NIC", "Policer host"])
    for row in verification.rows {
      #expect(row.predicted > 0 && row.measured > 0, "\(row)")
      #expect(abs(row.error - (row.predicted / row.measured - 1)) < 1e-9, "\(row)")
    }
    let worst = try #require(verification.rows.filter { $0.half == "host" }.map { abs($0.error) }.max())
    #expect(verification.summary["host"]?.worstError == worst)
    #expect(throws: DriverError.self) {
      try Verification(device: try DeviceModel.load("bluefield-2") { _ in nil }, files: files) { _, _ in }
    }
  }

  @Test func misusesAreTold() throws {
    let cora = try CoraCommand()
    try cora.fail(["calibrate", "xdp"], status: 2, saying: ["--verify"])
    try cora.fail(["calibrate", "--verify", "xdp", "-o", "m.yaml"], status: 2, saying: ["-o"])
    try cora.fail(["calibrate", "--verify", "xdp"], status: 2, saying: ["no NFPrograms/ here"])
    try cora.fail(["calibrate", "--seconds", "0", "-o", "m.yaml"], status: 2, saying: ["--seconds"])
    try cora.fail(["calibrate", "--name", "a b", "-o", "m.yaml"], status: 2, saying: ["--name 'a b'"])
    #expect(cora.files == [])
  }

  @Test(.enabled(if: mayLoadEBPF, "dropping capabilities needs some")) func withoutRootThereIsOneError() throws {
    let cora = try CoraCommand()
    try cora.fail(
      ["calibrate", "--seconds", "1", "-o", "m.yaml"], status: 1, saying: ["cora: error: calibrating loads eBPF programs; that takes root"],
      environment: ["setpriv", "--inh-caps=-all", "--bounding-set=-all"])
    #expect(cora.files == [])
  }
}
