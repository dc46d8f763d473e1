import CBPF
import CNFABI
import Glibc
import Plan

/// A NIC half: one set of maps in the kernel, and a copy of the program for each port that packets come in by.
///
/// Needs root (or CAP_BPF and CAP_NET_ADMIN). What is neither pinned nor attached goes away with the half.
public final class NICHalf {
  /// What a copy of the program is loaded with.
  public struct Settings: Hashable, Sendable {
    /// One value per program parameter, in order.
    public var parameters: [UInt64]
    public var punt: PuntMode
    /// The half reads its clock from `cora_test` and writes there what it decided.
    public var isTest: Bool

    public init(parameters: [UInt64], punt: PuntMode = .socket, isTest: Bool = false) {
      self.parameters = parameters
      self.punt = punt
      self.isTest = isTest
    }
  }

  /// Where a punted packet goes.
  public enum PuntMode: UInt32, Hashable, Sendable {
    /// To the AF_XDP socket of its receive queue.
    case socket = 0
    /// To the kernel, for an AF_PACKET socket.
    case kernel = 1
  }

  public let layout: ProgramLayout
  public let settings: Settings
  /// The maps that all copies share, by name in the object.
  public internal(set) var maps: [String: BPFMap] = [:]

  let path: String
  let adopted: [String: CInt]
  var copies: [UInt16: LoadedProgram] = [:]
  var memories: [String: SharedArray] = [:]
  var ring: ExportRing?
  /// Where test runs leave a packet.
  var output = [UInt8](repeating: 0, count: 4_096)

  /// Loads the object's maps and the program for port 0.
  ///
  /// `adopting` has descriptors of maps that exist already, by name: they are used instead of new ones.
  public init(
    object path: String, layout: ProgramLayout, settings: Settings, adopting: [String: CInt] = [:]
  ) throws(NICHalfError) {
    guard settings.parameters.count == layout.parameters.count else {
      throw .parameterCount(found: settings.parameters.count, expected: layout.parameters.count)
    }
    self.path = path
    self.layout = layout
    self.settings = settings
    adopted = adopting
    cbpf_raise_memlock()
    let first = try LoadedProgram(path, settings, port: 0, maps: adopting)
    for name in first.mapNames { maps[name] = try BPFMap(name: name, descriptor: first.mapDescriptor(name)) }
    copies[0] = first
  }

  /// The descriptor of the program for a port, loaded when it is asked for first. `replacing` names maps that this copy
  /// alone has instead of the shared ones, such as `xsks_map` of its interface.
  /// `punt` is where this copy's punted packets go, if not where the settings say.
  public func program(
    port: UInt16, replacing: [String: CInt] = [:], punt: PuntMode? = nil
  ) throws(NICHalfError) -> CInt {
    var settings = settings
    settings.punt = punt ?? settings.punt
    if let copy = copies[port], replacing.isEmpty, settings == self.settings { return copy.descriptor }
    let shared = maps.mapValues(\.descriptor).merging(replacing) { $1 }
    let copy = try LoadedProgram(path, settings, port: port, maps: shared)
    // The first copy holds the descriptors of the shared maps.
    if port == 0, let first = copies[0] { keptForMaps = first }
    copies[port] = copy
    return copy.descriptor
  }

  private var keptForMaps: LoadedProgram?

  /// A map by the name of its state (or `cora_…`). The dot in the name of a chain's member is `_` in C.
  public func map(_ name: String) throws(NICHalfError) -> BPFMap {
    if let map = maps[name] { return map }
    let symbol = name.replacing(".", with: "_")
    guard let map = maps[symbol] ?? maps[symbol + "_"] else { throw .noMap(name: name) }
    return map
  }
}

/// One loaded copy of the object.
final class LoadedProgram {
  private let object: OpaquePointer
  let descriptor: CInt
  let mapNames: [String]

  /// The verifier gives up when a signal comes, which a long program meets the more easily.
  private static let attempts = 8

  init(_ path: String, _ settings: NICHalf.Settings, port: UInt16, maps: [String: CInt]) throws(NICHalfError) {
    let object = try Self.loaded(path, settings, port, maps, attempts: Self.attempts)
    self.object = object
    descriptor = cbpf_program_fd(object, "cora_nic")
    mapNames = (0..<UInt32.max).lazy.map { cbpf_map_name(object, $0) }.prefix { $0 != nil }
      .compactMap { $0.map { String(cString: $0) } }
  }

  private static func loaded(
    _ path: String, _ settings: NICHalf.Settings, _ port: UInt16, _ maps: [String: CInt], attempts: Int
  ) throws(NICHalfError) -> OpaquePointer {
    let text = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 1 << 18)
    defer { text.deallocate() }
    text.initialize(repeating: 0)
    guard let object = cbpf_open_file(path, text.baseAddress, text.count) else {
      throw .notReadable(path: path, reason: string(text))
    }
    do throws(NICHalfError) {
      try set(object, path, settings, port)
      for (name, descriptor) in maps {
        let code = cbpf_reuse_map(object, name, descriptor)
        if code != 0 && code != -ENOENT { throw .failed(what: "sharing map '\(name)'", code: code) }
      }
      try load(object, path, text)
      return object
    } catch {
      cbpf_close(object)
      guard case .notLoadable(_, -EAGAIN, _) = error, attempts > 1 else { throw error }
      return try loaded(path, settings, port, maps, attempts: attempts - 1)
    }
  }

  deinit { cbpf_close(object) }

  func mapDescriptor(_ name: String) -> CInt { cbpf_map_fd(object, name) }

  private static func set(
    _ object: OpaquePointer, _ path: String, _ settings: NICHalf.Settings, _ port: UInt16
  ) throws(NICHalfError) {
    try set(object, path, "cora_port", [port])
    try set(object, path, "cora_punt_mode", [settings.punt.rawValue])
    try set(object, path, "cora_test_mode", [settings.isTest ? UInt32(1) : 0])
    if !settings.parameters.isEmpty { try set(object, path, "cora_parameters", settings.parameters) }
  }

  private static func set<Element>(
    _ object: OpaquePointer, _ path: String, _ name: String, _ value: [Element]
  ) throws(NICHalfError) {
    let code = value.withUnsafeBytes { cbpf_set_rodata(object, name, $0.baseAddress, $0.count) }
    if code != 0 { throw .noVariable(path: path, name: name) }
  }

  private static func load(
    _ object: OpaquePointer, _ path: String, _ text: UnsafeMutableBufferPointer<CChar>
  ) throws(NICHalfError) {
    let code = cbpf_load(object, text.baseAddress, text.count)
    if code == -EPERM { throw .notPermitted }
    if code != 0 { throw .notLoadable(path: path, code: code, log: string(text)) }
    if cbpf_program_fd(object, "cora_nic") < 0 { throw .notReadable(path: path, reason: "no program 'cora_nic'") }
  }

  private static func string(_ text: UnsafeMutableBufferPointer<CChar>) -> String {
    text.baseAddress.map { String(cString: $0) } ?? ""
  }
}
