import ArgumentParser
import Foundation

@main
enum Main {
  static func main() {
    do {
      var command = try CoraSoak.parseAsRoot()
      try command.run()
    } catch {
      finish(with: error)
    }
  }

  /// Help goes to standard output; what the parser refuses is a misuse, anything else a failure.
  private static func finish(with error: any Error) -> Never {
    let (text, code) = (CoraSoak.fullMessage(for: error), CoraSoak.exitCode(for: error))
    if code.isSuccess {
      print(text)
      exit(0)
    }
    if !text.isEmpty { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }
    exit(code == .validationFailure ? 2 : 1)
  }
}
