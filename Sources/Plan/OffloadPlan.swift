/// What runs where: the planner's answer, the generators' input, and `plan.json` in a bundle.
///
/// Names and indices are those of the program it was made for; `programDigest` tells which.
public struct OffloadPlan: Codable, Hashable, Sendable {
  /// The `nf`'s name.
  public var program: String
  /// FNV-1a (64 bit, hex) of the program's text form, less its spans.
  public var programDigest: String
  /// The device file's name, such as `xdp`.
  public var target: String
  public var strategy: Strategy
  /// False when nothing is gained by the NIC: `nicBlocks` is then empty and every packet is punted or not sent there.
  public var offloads: Bool
  public var placements: [StatePlacement]
  /// Indices of the blocks that the NIC half holds. Block 0 is among them when `offloads`.
  public var nicBlocks: [Int]
  /// Edges from NIC blocks to where the host goes on, in order of (from, edge).
  public var cuts: [Cut]
  /// Which of the card's clocks the NIC half reads.
  public var clock: Clock

  /// `fine` is right for every program; `coarse`, cheaper to read, where no time-out is too short for its steps.
  public enum Clock: String, Codable, Hashable, Sendable { case fine, coarse }

  public init(
    program: String, programDigest: String, target: String, strategy: Strategy, offloads: Bool,
    placements: [StatePlacement], nicBlocks: [Int], cuts: [Cut], clock: Clock = .fine
  ) {
    self.program = program
    self.programDigest = programDigest
    self.target = target
    self.strategy = strategy
    self.offloads = offloads
    self.placements = placements
    self.nicBlocks = nicBlocks
    self.cuts = cuts
    self.clock = clock
  }
}

public enum Strategy: String, Codable, Hashable, Sendable, CaseIterable {
  case best
  case hostOnly = "host-only"
  case nicOnly = "nic-only"
  /// Each state wholly on one side.
  case statePartition = "state-partition"
  /// Hot flows wholly on the NIC, as a flow cache.
  case trafficPartition = "traffic-partition"
}

/// Where a state lives.
public struct StatePlacement: Codable, Hashable, Sendable {
  public var state: String
  public var mode: PlacementMode
  /// Entries the NIC half's map can hold; 0 on the host.
  public var entriesOnNIC: Int
  /// Why it is not (all) on the NIC, for the report; empty when it is.
  public var reason: String
  /// The analysis's proof that allows `replicated`, such as `commutative-add` or `read-only-config`.
  public var proof: String?

  public init(state: String, mode: PlacementMode, entriesOnNIC: Int, reason: String = "", proof: String? = nil) {
    self.state = state
    self.mode = mode
    self.entriesOnNIC = entriesOnNIC
    self.reason = reason
    self.proof = proof
  }
}

public enum PlacementMode: String, Codable, Hashable, Sendable {
  /// Only the host half has it.
  case host
  /// Only the NIC half has it, and inserts, finds and removes by itself; a miss means absent.
  case nic
  /// Each record has one owner; the host makes and removes records and hands the hot ones to the NIC. A miss on the
  /// NIC means "not mine". Group members are split together.
  case split
  /// Both have a copy: commutative updates are summed when read; config tables are written to both.
  case replicated
}

/// An edge that leaves the NIC half.
public struct Cut: Codable, Hashable, Sendable {
  /// Block index on the NIC.
  public var from: Int
  /// Position in `terminator.targets`.
  public var edge: Int
  public var mode: Mode
  /// Why the packet is punted here, such as `not mine: bindings`; a counter has this name.
  public var reason: String

  public enum Mode: String, Codable, Hashable, Sendable {
    /// Nothing was done yet: the host runs the program from its entry on the packet as it came.
    case restart
    /// Effects happened: the host goes on at the edge's target with the live values from the punt header.
    case resume
  }

  public init(from: Int, edge: Int, mode: Mode, reason: String) {
    self.from = from
    self.edge = edge
    self.mode = mode
    self.reason = reason
  }
}

extension OffloadPlan {
  public func placement(of state: String) -> StatePlacement? { placements.first { $0.state == state } }
  public func cut(from block: Int, edge: Int) -> Cut? { cuts.first { $0.from == block && $0.edge == edge } }
}
