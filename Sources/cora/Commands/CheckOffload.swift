import ArgumentParser
import Driver

struct CheckOffload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-offload",
    abstract: "Says whether a card's driver and firmware take a compiled eBPF object, or why not.",
    discussion: "Exits with 1 when the object is refused or cannot be read. docs/check-offload.md lists the rules.")

  @Argument(help: ArgumentHelp("The object, of this project or any other.", valueName: "OBJECT.bpf.o"))
  var object: String

  @Option(help: ArgumentHelp("A device that offloads eBPF (see 'cora targets'), or a device file.", valueName: "NAME"))
  var target: String

  @Option(help: ArgumentHelp("Only the programs of that section, or the one of that name.", valueName: "SECTION"))
  var program: String?

  @Flag(help: "JSON instead of text.")
  var json = false

  func run() throws {
    let check = try OffloadCheck(objectAt: object, target: target, program: program)
    try put(json ? JSONText.text(check.report) : check.text)
    guard check.report.accepted else { throw json ? DriverError(diagnostics: "") : DriverError(diagnostics: check.complaints) }
  }
}
