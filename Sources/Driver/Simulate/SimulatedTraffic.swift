import IR
import Interpreter
import Simulator
import Traffic

/// The traffic of a simulation: a profile, and, where it comes from a capture, the capture's own packets.
struct SimulatedTraffic {
  private(set) var profile: TrafficProfile
  private let capture: CaptureSource?
  private let tables: ConfigTables
  /// Packets of the capture; nil for a profile.
  let recordedPackets: Int?

  init(_ path: String?, for program: Program, tables: ConfigTables) throws(DriverError) {
    let input = try TrafficInput(path, for: program, tables: tables)
    profile = input.profile
    self.tables = tables
    capture = path.flatMap { TrafficInput.isProfile($0) ? nil : CaptureSource(path: $0) }
    recordedPackets = capture == nil ? nil : profile.packets
    try Self.check(profile, of: path ?? "", for: program)
  }

  /// The same traffic faster or slower: new flows and keys come so much faster as well.
  mutating func scale(toRate rate: Double) {
    guard profile.packetsPerSecond > 0 else { return profile.packetsPerSecond = rate }
    let factor = rate / profile.packetsPerSecond
    profile.packetsPerSecond = rate
    profile.flows.newPerSecond *= factor
    for name in profile.states.keys { profile.states[name]?.newKeysPerSecond *= factor }
  }

  /// A profile of another program would be a simulation of something else.
  private static func check(_ profile: TrafficProfile, of path: String, for program: Program) throws(DriverError) {
    if let digest = profile.programDigest, digest != program.digest {
      let name = profile.program ?? "another program"
      throw DriverError(
        "\(path): error: its paths are those of \(name) (\(digest)), not of this \(program.name) (\(program.digest)); "
          + "make a profile with 'cora profile --program'")
    }
    for name in profile.states.keys.sorted() where program.state(named: name)?.index == nil {
      throw DriverError("\(path): error: it tells of a state '\(name)' that \(program.name) has not")
    }
  }

  /// What the packets of the capture do in the interpreter; nil for a profile.
  func recorded(for system: VirtualSystem) throws(DriverError) -> RecordedTraffic? {
    guard let capture else { return nil }
    var recorded = RecordedTraffic(for: system)
    let interpreter = try DriverError.wrapping { try Interpreter(system.model.program) }
    try tables.apply(to: interpreter)
    interpreter.recordsUse = true
    try DriverError.wrapping {
      let merge = try CaptureMerge([capture])
      while let (packet, port) = try merge.next() {
        var bytes = Array(packet.bytes)
        let outcome = interpreter.run(&bytes, port: port, now: packet.time)
        recorded.packet(
          time: packet.time, bytes: packet.bytes.count, flow: FlowHash.of(packet: packet.bytes), path: Int(outcome.path)
        )
        for use in interpreter.lastUses { recorded.use(state: use.state, key: use.keyHash, isNew: use.isNew) }
      }
    }
    return recorded
  }
}
