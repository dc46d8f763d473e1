import ArgumentParser
import Driver

struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures what both halves are made of on this machine, as a device file.",
    discussion: """
      eBPF instructions, helpers and maps by BPF_PROG_TEST_RUN, writes to maps by system call, and the tables of the generated
      host halves. Needs root. What it does not measure (receiving, sending, punting) stays as in the device 'xdp'.

      With --verify: what a device predicts for both halves of programs, beside what they take here; without MODEL, the device that
      it measures first.
      """)

  @Argument(help: ArgumentHelp("With --verify: a device file, or 'xdp'; otherwise this machine, measured first.", valueName: "MODEL"))
  var model: String?

  @Flag(help: "Compares predictions with measurements instead of calibrating.")
  var verify = false

  @Option(name: .customLong("program"), help: ArgumentHelp("With --verify, repeatable; those under NFPrograms/ without any.", valueName: "FILE.nf"))
  var programs: [String] = []

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The device file to write; otherwise it is printed.", valueName: "MODEL.yaml"))
  var output: String?

  @Option(help: ArgumentHelp("The device is called xdp-NAME.", valueName: "NAME"))
  var name = "this-machine"

  @Option(help: ArgumentHelp("Time for measuring, beside compiling and filling the tables.", valueName: "N"))
  var seconds = 60.0

  @Flag(help: "All figures as JSON instead of the device file, or the comparison.")
  var json = false

  func run() throws {
    guard verify || (model == nil && programs.isEmpty) else {
      throw DriverError.misuse("MODEL and --program go with --verify")
    }
    guard model == nil || output == nil else { throw DriverError.misuse("-o is for what is measured here, MODEL was before") }
    guard verify else { return try calibrate() }
    let files = try Benchmark.programs(programs)
    let verification = try model.map { try verifyGiven($0, files) } ?? verifyHere(files)
    try put(json ? JSONText.text(verification) : verification.text)
  }

  private func calibrate() throws {
    let calibration = try measure()
    if let output { try calibration.write(to: output) }
    if json {
      try put(JSONText.text(calibration.figures))
    } else if output == nil {
      try put(calibration.deviceFile)
    }
  }

  private func verifyGiven(_ model: String, _ files: [String]) throws -> Verification {
    let device = try Planned.device(model).0
    return try compare(files) { try Verification(device: device, files: files, progress: $0) }
  }

  private func verifyHere(_ files: [String]) throws -> Verification {
    let calibration = try measure()
    if let output { try calibration.write(to: output) }
    return try compare(files) { try Verification(device: calibration.device, files: files, progress: $0) }
  }

  private func measure() throws -> MachineCalibration {
    let bar = ProgressBar("calibrate", of: 100)
    defer { bar.finish() }
    return try MachineCalibration(machine: name, seconds: seconds) { bar.show($0 * 100 / max($1, 1)) }
  }

  private func compare(
    _ files: [String], _ body: ((Int, Int) -> Void) throws -> Verification
  ) throws -> Verification {
    let bar = ProgressBar("verify", of: files.count)
    defer { bar.finish() }
    return try body { done, _ in bar.show(done) }
  }
}
