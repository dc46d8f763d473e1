import ArgumentParser
import Driver

struct Fmt: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Brings programs into their canonical form, in place.",
    discussion: "Changes nothing but blanks and empty lines. A file with syntax errors is left alone.")

  @Flag(help: "Changes nothing; lists the files that would change and fails if there are any.")
  var check = false

  @Argument(help: ArgumentHelp("Programs; - is standard input, which is printed.", valueName: "FILE.nf"))
  var files: [String]

  func run() throws {
    var hasFailed = false
    for file in files {
      do {
        if try !format(file) { hasFailed = true }
      } catch let error as DriverError {
        error.isRendered ? complainVerbatim(error.description) : complain(error.description)
        hasFailed = true
      }
    }
    if hasFailed { throw ExitCode(1) }
  }

  /// False when the file is to be formatted and is not.
  private func format(_ file: String) throws -> Bool {
    let formatting = try Formatting(path: file, colour: usesColour)
    if check {
      if formatting.changes { try put(file == "-" ? "<stdin>" : file) }
      return !formatting.changes
    }
    if file == "-" { try putVerbatim(formatting.text) } else { try formatting.save() }
    return true
  }
}
