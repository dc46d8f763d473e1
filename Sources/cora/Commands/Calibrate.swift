import ArgumentParser
import Driver

struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures what both halves are made of on this machine, as a device file.",
    discussion: """
      eBPF instructions, helpers and maps by BPF_PROG_TEST_RUN, writes to maps by system call, and the tables of the generated
      host halves. Needs root. What it does not measure (receiving, sending, punting) stays as in the device 'xdp'.
      """)

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The device file to write; otherwise it is printed.", valueName: "MODEL.yaml"))
  var output: String?

  @Option(help: ArgumentHelp("The device is called xdp-NAME.", valueName: "NAME"))
  var name = "this-machine"

  @Option(help: ArgumentHelp("Time for measuring, beside compiling and filling the tables.", valueName: "N"))
  var seconds = 60.0

  @Flag(help: "All figures as JSON instead of the device file.")
  var json = false

  func run() throws {
    let bar = ProgressBar("calibrate", of: 100)
    defer { bar.finish() }
    let calibration = try MachineCalibration(machine: name, seconds: seconds) { done, total in
      bar.show(done * 100 / max(total, 1))
    }
    bar.finish()
    if let output { try calibration.write(to: output) }
    if json {
      try put(JSONText.text(calibration.figures))
    } else if output == nil {
      try put(calibration.deviceFile)
    }
  }
}
