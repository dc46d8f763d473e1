import CNFABI
import Plan
import Wire

/// Both halves of a bundle, joined without a network: the NIC half in test mode, the host half for what it punts, and a mover
/// between them. What `cora replay --site split` and the differential tests run.
public final class SplitPair {
  public struct Counters: Hashable, Sendable {
    public var onNIC: UInt64 = 0
    /// Begun anew on the host.
    public var restarted: UInt64 = 0
    /// Gone on with on the host.
    public var resumed: UInt64 = 0
  }

  public let nic: NICHalf
  public let host: HostHalf
  public let mover: RecordMover
  public private(set) var counters = Counters()
  /// Asked after each packet that the host ran and that made records: whether the NIC shall have them.
  public var promotes: ((_ group: Int, _ slot: Int) -> Bool)?

  /// Records made by the packet at hand.
  private var made: [(group: Int, slot: Int)] = []
  /// The latest time, in nanoseconds.
  private(set) var clock: UInt64 = 0

  /// Loads both halves. Needs root (or CAP_BPF and CAP_NET_ADMIN).
  public init(
    nicObject: String, hostObject: String, layout: ProgramLayout, parameters: [UInt64]? = nil
  ) throws {
    let parameters = parameters ?? layout.defaultParameters
    host = try HostHalf(path: hostObject, layout: layout, parameters: parameters)
    nic = try NICHalf(object: nicObject, layout: layout, settings: .init(parameters: parameters, isTest: true))
    try nic.clearRings()
    mover = RecordMover(host: host, nic: nic)
    mover.onCreated = { [unowned self] in made.append(($0, $1)) }
  }

  /// Writes an element of a config table on both sides.
  public func configure(_ table: String, index: Int, values: [UInt64]) throws {
    try host.configure(table, index: index, values: values)
    try nic.configure(table, index: index, values: values)
  }

  /// Gives a config table that is found by key, prefix or rules these rows on both sides.
  public func configure(_ table: String, rows: [ProgramLayout.Row]) throws {
    try host.configure(table, rows: rows)
    try nic.configure(table, rows: rows)
  }

  /// Runs a packet on the NIC half and, where that punts it, on the host half; its bytes become those that leave.
  ///
  /// `now` is in nanoseconds; an earlier reading than the last one counts as the last one.
  public func run(_ packet: inout [UInt8], port: UInt16, now: UInt64) throws -> Outcome {
    clock = max(clock, now)
    guard nic.runs(packet) else { return runOnHost(&packet, port: port) }
    switch try nic.run(packet, port: port, now: clock) {
    case .decided(let outcome, let bytes):
      counters.onNIC &+= 1
      packet = bytes
      return outcome
    case .punted(let punt):
      packet = punt.packet
      var outcome = finish(punt.header, &packet)
      outcome.exported = punt.exported + outcome.exported
      return outcome
    }
  }

  private func finish(_ header: PuntHeader, _ packet: inout [UInt8]) -> Outcome {
    let resume = HostHalf.Resume(header)
    if resume.point == UInt16(CORA_PUNT_RESTART) { counters.restarted &+= 1 } else { counters.resumed &+= 1 }
    made = []
    let outcome = host.run(&packet, port: header.port, now: header.now, resume: resume)
    if let ledger = nic.ledger, header.ledger < UInt32(CORA_LEDGER_BUCKETS) {
      ledger[Int(header.ledger)].done = header.sequence
    }
    for record in made where promotes?(record.group, record.slot) == true {
      mover.promote(group: record.group, slot: record.slot, ledgerBucket: Int(header.ledger))
    }
    return outcome
  }

  /// A frame that a NIC would not take, such as one without a whole link-layer header.
  private func runOnHost(_ packet: inout [UInt8], port: UInt16) -> Outcome {
    counters.restarted &+= 1
    return host.run(&packet, port: port, now: clock)
  }
}

extension SplitPair {
  /// The states over both sides.
  public func snapshot() throws -> StateSnapshot { try mover.snapshot(now: clock) }
}
