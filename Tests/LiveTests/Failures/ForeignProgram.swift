import Foundation
import Testbed

/// An XDP program of somebody else's on an interface.
struct ForeignProgram {
  static let name = "not_ours"
  let interface: String
  /// What `ip` makes of the BPF file system when it loads a program.
  private static let directories = ["tc/globals", "tc", "xdp", "ip"].map { "/sys/fs/bpf/" + $0 }
  private let made: [String]

  init(on interface: String, _ scratch: Scratch) throws {
    self.interface = interface
    made = Self.directories.filter { !FileManager.default.fileExists(atPath: $0) }
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

  func remove() {
    _ = try? Command.run(["ip", "link", "set", "dev", interface, "xdp", "off"])
    for directory in made where rmdir(directory) != 0 { unlink(directory) }
  }
}
