import IR
import Interpreter
import Traffic
import Wire

/// Learns a program's traffic profile from captures, by running the interpreter on them.
public struct TrafficObservation {
  private let interpreter: Interpreter
  private let stateNames: [String]
  private var builder: ProfileBuilder

  public init(_ program: Program, tables: ConfigTables = .empty) throws(DriverError) {
    let interpreter = try DriverError.wrapping { try Interpreter(program) }
    try tables.apply(to: interpreter)
    interpreter.recordsUse = true
    self.interpreter = interpreter
    stateNames = program.states.map(\.name)
    builder = ProfileBuilder(states: stateNames)
  }

  /// Takes the next packet; the bytes are the caller's and are not changed.
  public mutating func packet(_ bytes: UnsafeRawBufferPointer, port: UInt16, time: UInt64) {
    var copy = Array(bytes)
    let outcome = interpreter.run(&copy, port: port, now: time)
    builder.packet(bytes, time: time, path: outcome.path)
    for use in interpreter.lastUses {
      if use.isNew {
        builder.insert(state: use.state, key: CollectionOfOne(use.keyHash))
      } else {
        builder.lookup(state: use.state, key: CollectionOfOne(use.keyHash), hit: true)
      }
    }
  }

  /// Runs a packet that belongs to the past: it leaves its state behind and is not counted.
  public func unseen(_ bytes: UnsafeRawBufferPointer, port: UInt16, time: UInt64) {
    var copy = Array(bytes)
    _ = interpreter.run(&copy, port: port, now: time)
  }

  /// Nil when there was no packet.
  public var profile: TrafficProfile? {
    builder.profile(program: interpreter.program.name, digest: interpreter.program.digest)
  }

  /// The profile of whole captures; those of `earlier` were run before and are not observed.
  public static func profile(
    of captures: [CaptureSource], after earlier: [CaptureSource] = [], running program: Program,
    tables: ConfigTables = .empty
  ) throws(DriverError) -> TrafficProfile {
    var observation = try TrafficObservation(program, tables: tables)
    try DriverError.wrapping {
      let past = earlier.isEmpty ? nil : try CaptureMerge(earlier)
      while let (packet, port) = try past?.next() { observation.unseen(packet.bytes, port: port, time: packet.time) }
      let merge = try CaptureMerge(captures)
      while let (packet, port) = try merge.next() { observation.packet(packet.bytes, port: port, time: packet.time) }
    }
    guard let profile = observation.profile else { throw DriverError("\(captures[0].path): holds no packet") }
    return profile
  }

  /// The profile of whole captures, without a program: flows and sizes only.
  public static func profile(of captures: [CaptureSource]) throws(DriverError) -> TrafficProfile {
    var builder = ProfileBuilder()
    try DriverError.wrapping {
      let merge = try CaptureMerge(captures)
      while let (packet, _) = try merge.next() { builder.packet(packet.bytes, time: packet.time) }
    }
    guard let profile = builder.profile() else { throw DriverError("\(captures[0].path): holds no packet") }
    return profile
  }
}
