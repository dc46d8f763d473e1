import ArgumentParser
import Driver
import Foundation

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compiles a program into a bundle: plan, both halves, reports.",
    discussion: "The bundle goes to NAME.cora unless -o says otherwise. It appears whole or not at all.")

  @OptionGroup var program: ProgramOptions
  @OptionGroup var planning: PlanOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The bundle's directory.", valueName: "DIR.cora"))
  var output: String?

  @Flag(name: .shortAndLong, help: "No report on standard output.")
  var quiet = false

  func run() throws {
    let planned = try Planned(try program.source(), try planning.request())
    guard planned.result.fits else {
      throw DriverError("\(program.file) does not fit: \(planned.result.note)")
    }
    let directory = output ?? defaultOutput
    let compilation = Compilation(planned)
    try compilation.write(to: directory)
    guard !quiet else { return }
    try put(planned.reportText(trafficName: planning.traffic ?? "assumed traffic"))
    try put("wrote \(directory)")
  }

  private var defaultOutput: String {
    let name = (program.file as NSString).lastPathComponent as NSString
    return (program.file == "-" ? "stdin" : name.deletingPathExtension) + ".cora"
  }
}
