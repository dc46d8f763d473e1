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
      Check.self, Emit.self, Profile.self, Synth.self, Compile.self, PlanCommand.self, Predict.self, Explain.self,
      Replay.self, Targets.self, Doctor.self, Status.self, Bench.self,
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

/// Writes one error line to standard error.
func complain(_ message: String) { complainVerbatim("cora: error: " + message) }

/// Writes text that already has its own form, such as rendered diagnostics.
func complainVerbatim(_ text: String) {
  guard !text.isEmpty else { return }
  FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
}

/// Writes data to standard output.
func put(_ text: String) {
  FileHandle.standardOutput.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
}
