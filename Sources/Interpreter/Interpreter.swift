import IR
import Wire

/// A running program: packets one at a time, in order. What it does is what the program means; every other site is
/// compared with it.
///
/// Not thread-safe. All memory is taken at the start: running a packet never traps, and allocates nothing but copies and records that
/// it gives away.
public final class Interpreter {
  public let program: Program
  /// One value per program parameter, in order.
  public let parameters: [UInt64]
  let machine: Machine

  /// Prepares a program.
  ///
  /// - Parameter parameters: one value per program parameter; nil takes the program's own.
  /// - Throws: `InterpreterError` for an ill-formed program, states beyond `Limits`, or bad parameters.
  public init(_ program: Program, parameters: [UInt64]? = nil) throws {
    try Limits.check(program)
    let values = parameters ?? program.parameters.map(\.value)
    try Limits.check(values, for: program)
    self.program = program
    self.parameters = values
    let stores = try Stores(program)
    do {
      machine = try Machine(program, parameters: values, stores: stores)
    } catch {
      stores.deallocate()
      throw error
    }
  }

  deinit { machine.deallocate() }

  /// Runs a packet, rewriting its bytes in place. A program that moves bytes leaves them as they are: `movedPacket` holds what
  /// became of them.
  ///
  /// First every record whose time is up at `now` dies, oldest first. `now` is in nanoseconds; an earlier reading than
  /// the last one counts as the last one.
  public func run(_ packet: UnsafeMutableRawBufferPointer, port: UInt16, now: UInt64) -> Outcome {
    machine.run(packet, port: port, now: now)
  }

  /// Runs a packet given as an array.
  public func run(_ packet: inout [UInt8], port: UInt16, now: UInt64) -> Outcome {
    let outcome = packet.withUnsafeMutableBytes { run($0, port: port, now: now) }
    if let movedPacket { packet = Array(movedPacket) }
    return outcome
  }

  /// The packet as the last run left it, when the program moves bytes; nil when packets are rewritten in place. Valid until the
  /// next run.
  public var movedPacket: UnsafeRawBufferPointer? {
    machine.movesBytes ? machine.progress.pointee.frame.bytes : nil
  }

  /// Lets time pass without a packet: records whose time is up die. Earlier readings than the last one do nothing.
  public func advance(to now: UInt64) { machine.advance(to: now) }

  /// The latest reading of the clock, in nanoseconds.
  public var now: UInt64 { machine.progress.pointee.now }

  /// Packets and bytes finished, by path number (`PathNumbering`); bytes are those of the packet at its verdict.
  public var pathCounts: [(packets: UInt64, bytes: UInt64)] {
    (0..<machine.pathCount).map { (machine.paths[$0].packets, machine.paths[$0].bytes) }
  }

  /// Packets dropped, by reason index of the program.
  public var dropCounts: [UInt64] { (0..<program.reasons.count).map { machine.drops[$0] } }

  /// Packets dropped for a reason that is not the program's.
  public func drops(for reason: OwnReason) -> UInt64 { machine.drops[reason.index(in: program)] }
}

extension Interpreter {
  /// Counters of every map, companions included, in order of the states.
  public var observations: [MapObservation] {
    machine.stores.mapStates.sorted().map { state in
      let (table, index) = (machine.stores.maps[state].table.pointee, machine.stores.maps[state].index.pointee)
      return MapObservation(
        state: program.states[state].name, inserts: index.inserts, hits: index.hits, misses: index.misses,
        live: table.count, capacity: table.capacity)
    }
  }

  /// Set it to learn from `lastUses` which records each packet used.
  public var recordsUse: Bool {
    get { machine.progress.pointee.recordsUse }
    set { machine.progress.pointee.recordsUse = newValue }
  }

  /// The records that the last packet used, in order. Valid until the next `run`.
  public var lastUses: UnsafeBufferPointer<RecordUse> {
    UnsafeBufferPointer(start: machine.uses, count: machine.progress.pointee.useCount)
  }

  /// Numbers of a pool that no one holds; nil when the program has no such pool.
  public func free(inPool name: String) -> Int? {
    guard let state = program.state(named: name)?.index, machine.stores.poolStates.contains(state) else { return nil }
    return machine.stores.pools[state].freeCount
  }
}
