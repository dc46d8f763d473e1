import CBPF

/// What a daemon of this instance that was killed has left, and what others have at our interfaces.
struct Leftovers {
  let pins: PinDirectory

  /// Takes off the programs that our instance left; a program of somebody else is an error. Returns what was done, in
  /// sentences.
  func clear(_ interfaces: [Interface]) throws(DaemonError) -> [String] {
    var notes: [String] = []
    let ours = pinnedPrograms()
    for interface in interfaces {
      guard let program = AttachedProgram(on: interface) else { continue }
      guard ours.contains(program.id) else {
        throw .failed(
          "'\(interface.name)' already has an XDP program, '\(program.name)' (id \(program.id)); "
            + "remove it with 'ip link set dev \(interface.name) xdp off'")
      }
      program.detach(from: interface)
      notes.append("removed the XDP program that a killed daemon left on '\(interface.name)'")
    }
    pins.clear()
    return notes
  }

  /// Ids of the programs in our pin directory.
  private func pinnedPrograms() -> Set<UInt32> {
    let names = pins.names.filter { $0.hasPrefix(PinDirectory.programPrefix) }
    return Set(names.map { cbpf_pinned_program(pins.path(of: $0)) }.filter { $0 != 0 })
  }
}
