import ArgumentParser
import Driver

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Checks a program: types, limits, warnings.")

  @OptionGroup var program: ProgramOptions

  func run() throws { _ = try program.source() }
}
