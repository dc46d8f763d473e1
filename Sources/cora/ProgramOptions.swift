import ArgumentParser
import Driver
import Foundation

/// A program to read and the values of its parameters.
struct ProgramOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The program; - is standard input.", valueName: "FILE.nf"))
  var file: String

  @Option(name: .customLong("set"), help: ArgumentHelp("Sets a program parameter; repeatable.", valueName: "NAME=VALUE"))
  var settings: [String] = []

  /// The program, its warnings told.
  func source() throws -> ProgramSource {
    let source = try ProgramSource(path: file, settings: try Settings.parse(settings), colour: usesColour)
    complainVerbatim(source.warnings)
    return source
  }
}

enum Settings {
  /// `NAME=VALUE` words as a dictionary.
  static func parse(_ words: [String]) throws(DriverError) -> [String: String] {
    var settings: [String: String] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw DriverError.misuse("--set \(word): NAME=VALUE is expected")
      }
      settings[String(parts[0])] = String(parts[1])
    }
    return settings
  }
}

/// Diagnostics are coloured on a terminal, unless `NO_COLOR` is set.
var usesColour: Bool {
  isatty(STDERR_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
}
