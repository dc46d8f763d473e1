import Foundation
import Testbed
import Testing

/// A start of `corad` that is meant to fail, with a configuration of the test's own.
struct DaemonStart {
  let scratch: Scratch
  let bundle: String
  let instance: String
  /// What runs `corad`, such as `setpriv` with its arguments.
  var prefix: [String] = []
  var corad: String

  init(_ scratch: Scratch, _ bundle: String, as purpose: String) throws {
    self.scratch = scratch
    self.bundle = bundle
    instance = LiveRig.name(purpose)
    corad = try BuiltProgram.path("corad")
  }

  /// Two interfaces as the ports of `nat.nf` and `firewall.nf`, and lines of the test's own from line 6 on.
  func configuration(_ lines: String = "", inside: String, outside: String, driver: String = "auto") -> String {
    """
    instance: \(instance)
    socket: \(scratch.file("control.sock"))
    ports:
      - {name: inside, interface: \(inside), driver: \(driver)}
      - {name: outside, interface: \(outside), driver: \(driver)}
    \(lines)

    """
  }

  /// Runs `corad` until it ends by itself.
  func run(_ configuration: String, _ arguments: [String] = []) throws -> CommandResult {
    let file = try scratch.write(configuration, to: "corad.yaml")
    return try Command.run(prefix + [corad, "--bundle", bundle, "--config", file] + arguments, timeout: 60)
  }

  /// Expects one line on standard error that says all of `words`, nothing on standard output, and nothing left behind.
  func expectRefusal(
    _ configuration: String, status: Int32, saying words: [String], interfaces: [String] = [],
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let result = try run(configuration)
    let lines = result.errors.split(separator: "\n")
    #expect(result.status == status, "\(result)", sourceLocation: place)
    #expect(lines.count == 1 && result.errors.hasPrefix("corad: "), "\(result.errors)", sourceLocation: place)
    for word in words { #expect(result.errors.contains(word), "\(result.errors)", sourceLocation: place) }
    #expect(result.output == "", sourceLocation: place)
    #expect(Remains.of(instance: instance, interfaces: interfaces) == [], sourceLocation: place)
    #expect(!FileManager.default.fileExists(atPath: scratch.file("control.sock")), sourceLocation: place)
  }
}
