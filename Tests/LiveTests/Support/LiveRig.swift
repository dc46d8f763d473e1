import Foundation
import Plan
import Testbed
import Testing

/// A program in service between a client and a server, taken away again whatever happens; what it leaves behind fails the test.
enum LiveRig {
  /// Names that no other run on the machine uses: at most 8 letters and digits.
  static func name(_ purpose: String) -> String {
    purpose.prefix(3) + String(UInt32(getpid()) % 1_048_576, radix: 32)
  }

  static func run<Result>(
    _ program: String, _ strategy: Strategy = .best, target: String = "xdp", as purpose: String,
    options: DeployedNF.Options = DeployedNF.Options(), _ body: (Testbed, DeployedNF) throws -> Result
  ) throws -> Result {
    let scratch = try Scratch()
    let bundle = try scratch.bundle(program, strategy, target: target)
    return try run(bundle: bundle, as: purpose, options: options, body)
  }

  static func run<Result>(
    bundle: String, as purpose: String, options: DeployedNF.Options = DeployedNF.Options(),
    _ body: (Testbed, DeployedNF) throws -> Result
  ) throws -> Result {
    let name = name(purpose)
    let testbed = try Testbed(id: name, hasListener: options.listenerPort != nil)
    defer { testbed.tearDown() }
    let nf = try DeployedNF(
      bundle, on: testbed, instance: name, corad: BuiltProgram.path("corad"), options: options)
    defer {
      let end = nf.stop()
      #expect(end.status == 0, "corad ends with \(end.status): \(end.errors)")
      #expect(Remains.of(instance: name, interfaces: testbed.interfaces) == [])
      #expect(!FileManager.default.fileExists(atPath: nf.socket))
    }
    return try body(testbed, nf)
  }
}
