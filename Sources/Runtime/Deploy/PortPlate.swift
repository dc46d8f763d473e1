import CBPF

/// What stands at a port that DPDK's net_af_xdp serves: the program `cora_port_entry`, which calls the program in slot 0 of
/// `cora_programs`, and the sockets of the receive queues.
final class PortPlate {
  static let programName = "cora_port_entry"
  let interface: Interface
  let program: AttachedProgram
  /// Descriptors, open as long as the plate: without one the kernel empties a program array.
  let programs: Int32
  let sockets: Int32

  /// Finds the program that the port just attached.
  init(on interface: Interface) throws(DaemonError) {
    guard let program = AttachedProgram(on: interface), program.name == Self.programName else {
      throw .failed("the port's XDP program is not on '\(interface.name)'")
    }
    self.interface = interface
    self.program = program
    programs = try program.map(named: "cora_programs")
    do {
      sockets = try program.map(named: "xsks_map")
    } catch {
      _ = cbpf_close_fd(programs)
      throw error
    }
  }

  /// Puts a program in the way of the packets, or in the place of the one that is there, at once.
  func install(_ program: Int32) throws(DaemonError) {
    var slot: UInt32 = 0
    var program = program
    let error = cbpf_update(programs, &slot, &program, 0)
    guard error == 0 else {
      throw .failed("cannot install the NIC half on '\(interface.name)': \(errnoText(-error))")
    }
  }

  /// Lets all packets go to the host half again.
  func uninstall() {
    var slot: UInt32 = 0
    _ = cbpf_delete(programs, &slot)
  }

  /// `native`, `generic` or `offloaded`.
  var mode: AttachedProgram.Mode { program.mode }

  deinit {
    _ = cbpf_close_fd(programs)
    _ = cbpf_close_fd(sockets)
  }
}
