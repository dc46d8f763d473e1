import IR

/// Where each state lives and which blocks the NIC half holds: what a plan decides, in the form the cost model reads.
public struct Assignment: Hashable, Sendable {
  /// By state index.
  public var states: [StateSite]
  /// By block index; all false when nothing is offloaded.
  public var onNIC: [Bool]
  /// Where packets leave the NIC half, by edge.
  public var cuts: [Edge: CutMode]

  public init(states: [StateSite], onNIC: [Bool], cuts: [Edge: CutMode]) {
    self.states = states
    self.onNIC = onNIC
    self.cuts = cuts
  }

  /// Everything on the host, no NIC half.
  public static func hostOnly(_ program: Program) -> Assignment {
    Assignment(
      states: Array(repeating: .host, count: program.states.count),
      onNIC: Array(repeating: false, count: program.blocks.count), cuts: [:])
  }

  public var offloads: Bool { onNIC.first ?? false }
}

/// Where one state lives.
public enum StateSite: Hashable, Sendable {
  case host
  /// Only the NIC half has it.
  case nic
  /// The NIC half holds the `entries` hottest records.
  case split(entries: Int)
  case replicated

  public var isSplit: Bool { if case .split = self { true } else { false } }
}

public enum CutMode: Hashable, Sendable {
  /// The host runs the packet from the entry.
  case restart
  /// The host goes on behind the edge.
  case resume
}
