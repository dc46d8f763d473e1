import ArgumentParser
import Driver

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Checks a program: types, limits, warnings.")

  @Argument(help: ArgumentHelp("The program; - is standard input.", valueName: "FILE.nf"))
  var file: String?

  @Option(
    name: .customLong("set"), help: ArgumentHelp("Sets a program parameter; repeatable.", valueName: "NAME=VALUE"))
  var settings: [String] = []

  @Flag(help: "Mends in the file what has one remedy, says so, and checks again.")
  var fix = false

  @Option(help: ArgumentHelp("Says what a message's word in brackets stands for.", valueName: "IDENTIFIER"))
  var explain: String?

  func validate() throws {
    guard (file == nil) == (explain != nil) else { throw ValidationError("FILE.nf or --explain is expected.") }
  }

  func run() throws {
    if let explain { return try put(MessageExplanation.text(of: explain)) }
    guard let file else { return }
    let settings = try Settings.parse(settings)
    if fix { complainVerbatim(try SourceMending(path: file, settings: settings).report) }
    complainVerbatim(try ProgramSource(path: file, settings: settings, colour: usesColour).warnings)
  }
}
