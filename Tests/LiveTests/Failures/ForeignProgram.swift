import Foundation
import Testbed

/// An XDP program of somebody else's on an interface.
struct ForeignProgram {
  static let name = "not_ours"
  let interface: String

  init(on interface: String, _ scratch: Scratch) throws {
    self.interface = interface
    let source = try scratch.write(
      """
      __attribute__((section("xdp"), used)) int \(Self.name)(void *context) { return 2; }
      __attribute__((section("license"), used)) char terms[] = "GPL";

      """, to: "foreign.c")
    let object = scratch.file("foreign.o")
    try Command.require(["clang", "-target", "bpf", "-O2", "-g", "-c", source, "-o", object])
    try Command.require(["ip", "link", "set", "dev", interface, "xdp", "object", object, "section", "xdp"])
  }

  var isThere: Bool { Remains.carriesXDP(interface) }

  func remove() { _ = try? Command.run(["ip", "link", "set", "dev", interface, "xdp", "off"]) }
}
