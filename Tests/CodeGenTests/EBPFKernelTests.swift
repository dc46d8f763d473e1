import CBPF
import CodeGenEBPF
import Foundation
import Halves
import IR
import Plan
import Testing

/// The shim over libbpf where no packet is needed: errors as text, maps, XDP on an interface.
@Suite(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"))
struct EBPFKernelTests {
  private static func half(of name: String = "firewall", in scratch: URL) throws -> (half: NICHalf, program: Program) {
    let program = try EBPFCase.lower(name)
    return (try .forTests(program, .whollyNIC(program), in: scratch), program)
  }

  /// The verifier's words reach the caller, and nothing is left loaded.
  @Test func aProgramThatTheVerifierRefusesIsToldInItsWords() throws {
    try HostToolchain.inScratch { scratch in
      let program = try EBPFCase.lower("firewall")
      let source = try nicSource(program, .whollyNIC(program))
        .replacingOccurrences(
          of: "u8 *ethernet = data;", with: "u8 *ethernet = data; if (ethernet[200] == 7) return 0;")
      let object = try HostToolchain.compileNIC(source, in: scratch)
      let layout = ProgramLayout(program, .whollyNIC(program))
      let error = #expect(throws: NICHalfError.self) {
        try NICHalf(object: object, layout: layout, settings: .init(parameters: layout.defaultParameters))
      }
      #expect(error?.description.contains("invalid access to packet") == true)
    }
  }

  @Test func whatIsNoObjectIsToldSo() throws {
    try HostToolchain.inScratch { scratch in
      let file = scratch.appending(path: "nic.bpf.o")
      let program = try EBPFCase.lower("firewall")
      let layout = ProgramLayout(program, .whollyNIC(program))
      for bytes in [Data(), Data("hello".utf8), Data([0x7f, 0x45, 0x4c, 0x46] + [UInt8](repeating: 0, count: 60))] {
        try bytes.write(to: file)
        #expect(throws: NICHalfError.self) {
          try NICHalf(object: file.path, layout: layout, settings: .init(parameters: layout.defaultParameters))
        }
      }
      #expect(
        throws: NICHalfError.parameterCount(found: layout.parameters.count + 1, expected: layout.parameters.count)
      ) {
        try NICHalf(object: file.path, layout: layout, settings: .init(parameters: layout.defaultParameters + [1]))
      }
    }
  }

  /// Many entries are read back as they were written, whatever the kernel's order is.
  @Test func entriesComeBack() throws {
    try HostToolchain.inScratch { scratch in
      let (nic, _) = try Self.half(of: "flowmon", in: scratch)
      let shape = try #require(nic.layout.map(named: "flows"))
      var written: Set<NICHalf.RawEntry> = []
      for index in 0..<5_000 as Range<UInt64> {
        var key = [UInt8](repeating: 0, count: shape.key.size)
        key.withUnsafeMutableBytes { $0.storeBytes(of: index &* 0x9E37_79B9, as: UInt64.self) }
        let value = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: shape.value.size)
        let entry = NICHalf.RawEntry(key: key, head: index + 1, value: value)
        try nic.setEntry("flows", entry)
        written.insert(entry)
      }
      let read = try nic.entries("flows")
      #expect(Set(read) == written && read.count == written.count)
      // Last-seen is 1 … 5,000; the timeout is 60 s.
      let swept = try nic.sweep(now: 60_000_002_000)
      let left = try nic.entries("flows")
      #expect(swept == 2_000 && left.count == 3_000)
      #expect(left.allSatisfy { $0.head > 2_000 })
      let gone = try nic.removeEntry("flows", left[0].key)
      let again = try nic.removeEntry("flows", left[0].key)
      #expect(gone && !again)
    }
  }

  /// A second program does not take the first one's place.
  @Test func attachesAndDetaches() throws {
    try HostToolchain.inScratch { scratch in
      let (nic, _) = try Self.half(in: scratch)
      let name = "cora\(UInt16.random(in: 0...(.max)))"
      try HostToolchain.run(["ip", "link", "add", name, "type", "veth", "peer", "name", name + "p"])
      defer { _ = try? HostToolchain.run(["ip", "link", "delete", name]) }
      let index = if_nametoindex(name)
      let descriptor = try nic.program(port: 0)
      var id: UInt32 = 0
      #expect(cbpf_xdp_query(index, &id) == Int32(CBPF_XDP_NONE.rawValue))
      let mode = cbpf_xdp_attach(index, descriptor, nil, 0)
      #expect(mode > 0)
      #expect(cbpf_xdp_query(index, &id) == mode && id != 0)
      var info = cbpf_program_info()
      #expect(cbpf_read_program_info(descriptor, &info) == 0 && info.id == id && info.instructions > 100)
      #expect(cbpf_xdp_attach(index, descriptor, nil, 0) < 0)
      #expect(cbpf_xdp_detach(index, descriptor) == 0)
      #expect(cbpf_xdp_query(index, &id) == 0)
    }
  }
}
