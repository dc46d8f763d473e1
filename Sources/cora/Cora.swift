import ArgumentParser
import Driver
import Foundation

/// The command line of the compiler half. Data goes to standard output, diagnostics to standard error; the exit status is
/// 0 done, 1 failed, 2 misused.
struct Cora: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cora",
    abstract: "Compiles stateful network functions for a SmartNIC and its host together.",
    version: Version.current,
    subcommands: [
      Check.self, Fmt.self, Emit.self, Profile.self, Synth.self, Compile.self, PlanCommand.self, Predict.self,
      Explain.self, Diff.self, Report.self, Calibrate.self,
      Replay.self, Simulate.self, CheckOffload.self, Targets.self, Doctor.self, Status.self, Bench.self, Fit.self,
    ])
}

@main
enum Main {
  static func main() {
    do {
      var command = try Cora.parseAsRoot()
      try command.run()
    } catch let error as DriverError {
      error.isRendered ? complainVerbatim(error.description) : complain(error.description)
      exit(error.status)
    } catch {
      finish(with: error)
    }
  }

  /// Help and version go to standard output; what the parser refuses is a misuse.
  private static func finish(with error: any Error) -> Never {
    let text = Cora.fullMessage(for: error)
    guard !Cora.exitCode(for: error).isSuccess else {
      print(text)
      exit(0)
    }
    complainVerbatim(text)
    exit(error is ExitCode ? Cora.exitCode(for: error).rawValue : 2)
  }
}

/// Writes one error line to standard error. Errors about a file already say `FILE: error: …`.
func complain(_ message: String) {
  let isMarked = message.hasPrefix("error: ") || message.contains(": error: ")
  complainVerbatim((isMarked ? "cora: " : "cora: error: ") + message)
}

/// Writes text that already has its own form, such as rendered diagnostics.
func complainVerbatim(_ text: String) {
  guard !text.isEmpty else { return }
  // Where nobody listens there is nobody to tell.
  try? FileHandle.standardError.write(contentsOf: Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
}

/// Writes data to standard output; a full disk or a reader that has gone is an error.
func put(_ text: String) throws(DriverError) { try putVerbatim(text.hasSuffix("\n") ? text : text + "\n") }

/// Writes data that may be empty, or end within a line, as it is.
func putVerbatim(_ text: String) throws(DriverError) {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  } catch {
    throw DriverError("standard output cannot be written")
  }
}
