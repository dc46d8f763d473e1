import Foundation
import Testbed
import Testing

/// Starts that cannot succeed: one clear error, the right exit status, nothing left behind.
@Suite struct DaemonFailureTests {
  private static let bundle = Result { try LiveBundle.shared("nat.nf", offloads: true) }

  private func fail(_ configuration: String, bundle: String? = nil) throws -> CommandResult {
    let corad = try Corad()
    let result = try Command.run(try corad.words(try bundle ?? Self.bundle.get(), configuration), timeout: 60)
    #expect(result.output.isEmpty)
    let lines = result.errors.split(separator: "\n").filter { !$0.contains("warning:") }
    #expect(lines.count == 1, "\(result.errors)")
    return result
  }

  private func ports(_ inside: String, _ outside: String = "lo") -> String {
    "instance: failing\nports:\n- {name: inside, interface: \(inside)}\n- {name: outside, interface: \(outside)}\n"
  }

  @Test func aMissingInterface() throws {
    let result = try fail(ports("nosuch0"))
    #expect(result.status == 1 && result.errors.contains("no interface 'nosuch0' here"))
    #expect(try Traces(instance: "failing").found.isEmpty)
  }

  @Test func anUnknownKey() throws {
    let result = try fail(ports("lo") + "colour: red\n")
    #expect(result.status == 2 && result.errors.contains("corad.yaml:5: unknown key 'colour'"))
  }

  @Test func aPortTheProgramDoesNotHave() throws {
    let result = try fail("ports: [{name: middle, interface: lo}]")
    #expect(result.status == 2 && result.errors.contains("SourceNAT has no port 'middle'; it has inside, outside"))
  }

  @Test func aParameterTheProgramDoesNotHave() throws {
    let result = try fail(ports("nosuch0") + "parameters: {pubic: 1.2.3.4}\n")
    #expect(result.status == 2 && result.errors.contains("corad.yaml:5: no parameter of SourceNAT is named 'pubic'"))
  }

  @Test func aConfigurationThatIsNotThere() throws {
    let corad = try Corad()
    let result = try Command.run([try Corad.path(), "--bundle", try Self.bundle.get(), "--config", corad.file("none")])
    #expect(result.status == 2 && result.errors.contains("cannot be read"))
  }

  @Test func noArguments() throws {
    let result = try Command.run([try Corad.path()])
    #expect(result.status == 2 && result.errors.contains("--bundle"))
  }

  @Test func aBundleThatIsNotThere() throws {
    let result = try fail(ports("lo"), bundle: "/nowhere/x.cora")
    #expect(result.status == 1 && result.errors.contains("no such bundle"))
  }

  @Test(arguments: ["plan.json", "layout.json", "host.so", "nic.bpf.o", "port.bpf.o"])
  func aChangedByteOfTheBundle(_ name: String) throws {
    let corad = try Corad()
    let copy = corad.file("copy.cora")
    try FileManager.default.copyItem(atPath: try Self.bundle.get(), toPath: copy)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: copy + "/" + name))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: copy + "/" + name))
    let result = try fail(ports("lo"), bundle: copy)
    #expect(result.status == 1 && result.errors.contains(name), "\(result.errors)")
  }

  @Test(arguments: ["plan.json", "host.so", "manifest.json"])
  func aMissingFileOfTheBundle(_ name: String) throws {
    let corad = try Corad()
    let copy = corad.file("copy.cora")
    try FileManager.default.copyItem(atPath: try Self.bundle.get(), toPath: copy)
    try FileManager.default.removeItem(atPath: copy + "/" + name)
    let result = try fail(ports("lo"), bundle: copy)
    #expect(result.status == 1 && result.errors.contains(name), "\(result.errors)")
  }
}
