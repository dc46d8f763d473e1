import CBPF

/// The XDP program on an interface.
struct AttachedProgram: Hashable, Sendable {
  enum Mode: String, Hashable, Sendable {
    case native, generic, offloaded
  }

  var id: UInt32
  var mode: Mode
  /// As the kernel keeps it: 15 bytes at most.
  var name: String

  /// The program that stands at an interface, or nil.
  init?(on interface: Interface) {
    var id: UInt32 = 0
    switch cbpf_xdp_query(interface.index, &id) {
    case Int32(CBPF_XDP_NATIVE.rawValue): mode = .native
    case Int32(CBPF_XDP_GENERIC.rawValue): mode = .generic
    case Int32(CBPF_XDP_OFFLOAD.rawValue): mode = .offloaded
    default: return nil
    }
    guard id != 0 else { return nil }
    self.id = id
    name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16) { buffer in
      guard let start = buffer.baseAddress, cbpf_program_name(id, start, buffer.count) == 0 else { return "?" }
      return String(cString: start)
    }
  }

  /// A descriptor of a map that the program uses.
  func map(named name: String) throws(DaemonError) -> Int32 {
    let descriptor = cbpf_program_map(id, name)
    guard descriptor >= 0 else {
      throw .failed("program '\(self.name)' has no map '\(name)': \(errnoText(-descriptor))")
    }
    return descriptor
  }

  /// Takes the program off the interface, if it still stands there.
  func detach(from interface: Interface) {
    guard AttachedProgram(on: interface)?.id == id else { return }
    let descriptor = cbpf_program_fd_by_id(id)
    guard descriptor >= 0 else { return }
    _ = cbpf_xdp_detach(interface.index, descriptor)
    _ = cbpf_close_fd(descriptor)
  }
}
