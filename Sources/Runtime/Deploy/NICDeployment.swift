import CBPF
import CNFABI
import Halves
import Plan

/// The NIC half in service: a copy of its program at each port, its maps shared and pinned.
final class NICDeployment {
  let half: NICHalf
  private let ports: [OpenedPort]
  private let pins: PinDirectory
  private var attached: [AttachedProgram] = []
  /// Whether packets are still sent through it.
  private var isInstalled = false

  /// Loads the half and pins its maps; no packet meets it before `install`.
  init(
    object path: String, layout: ProgramLayout, parameters: [UInt64], ports: [OpenedPort], pins: PinDirectory
  ) throws {
    self.ports = ports
    self.pins = pins
    half = try NICHalf(object: path, layout: layout, settings: .init(parameters: parameters))
    try half.clearRings()
    // All shared memory is mapped now, so that later no two threads map it at once.
    _ = try half.sharedLedger()
    for map in layout.maps where map.isPrimary && map.mode == .split { _ = try half.control(map.name) }
    try fillPorts()
    for (name, map) in half.maps where name != "xsks_map" && name != "cora_test" {
      try pins.pin(map.descriptor, as: name)
    }
  }

  /// Tells the half which interface each port is.
  private func fillPorts() throws {
    let map = try half.map("cora_ports")
    for (index, port) in ports.enumerated() {
      guard let interface = port.interface else { continue }
      try map.setElement(index, withUnsafeBytes(of: interface.index) { Array($0) })
    }
  }

  /// Puts the half in the way of the packets, port by port.
  func install() throws {
    isInstalled = true
    for (index, port) in ports.enumerated() {
      guard let interface = port.interface else { continue }
      if let plate = port.plate {
        let copy = try half.program(port: UInt16(index), replacing: ["xsks_map": plate.sockets], punt: .socket)
        try plate.install(copy)
      } else {
        try attach(try half.program(port: UInt16(index), punt: .kernel), to: interface)
      }
    }
  }

  private func attach(_ program: CInt, to interface: Interface) throws {
    var text = [CChar](repeating: 0, count: 1024)
    let mode = cbpf_xdp_attach(interface.index, program, &text, text.count)
    guard mode >= 0, let attached = AttachedProgram(on: interface) else {
      throw DaemonError.failed("cannot attach the NIC half to '\(interface.name)': \(errnoText(-mode))")
    }
    self.attached.append(attached)
    try pins.pin(program: attached.id, as: interface.name)
  }

  /// Takes the half out of the packets' way; safe to call again.
  func uninstall() {
    guard isInstalled else { return }
    isInstalled = false
    for port in ports {
      port.plate?.uninstall()
      if port.plate == nil, let interface = port.interface {
        for program in attached { program.detach(from: interface) }
      }
    }
  }

  deinit { uninstall() }
}

extension NICDeployment {
  /// Reads the half's counters; for any thread, as long as the deployment lives.
  func counterReader(cutCount: Int) -> @Sendable () -> NICCounters {
    let paths = half.maps["cora_paths"]
    let cuts = half.maps["cora_cuts"]
    return {
      NICCounters(
        paths: Self.sums(paths, words: 2).map { .init(packets: $0[0], bytes: $0[1]) },
        counts: Self.sums(cuts, words: 1).map { $0[0] }, cutCount: cutCount)
    }
  }

  /// The words of each element, summed over CPUs. Elements that cannot be read count nothing.
  private static func sums(_ map: BPFMap?, words: Int) -> [[UInt64]] {
    guard let map, map.stride >= words * 8 else { return [] }
    return (0..<map.capacity).map { index in
      guard let bytes = try? map.element(index) else { return [UInt64](repeating: 0, count: words) }
      return bytes.withUnsafeBytes { bytes in
        (0..<words).map { word in
          (0..<map.copies).reduce(UInt64(0)) { sum, copy in
            sum &+ bytes.loadUnaligned(fromByteOffset: copy * map.stride + word * 8, as: UInt64.self)
          }
        }
      }
    }
  }
}
