import IR
import PerfModel

/// What keeps a state or a block off the NIC.
struct Blocker: Hashable, Sendable {
  /// For people: `takes from 'ports': the card has no allocator`.
  var text: String
  /// What the NIC site would have to be capable of; nil when no capability would help.
  var capability: Capability?
  /// Would be gone if the program did not ask for the exact oldest record.
  var isExactOldest = false
  /// The state it is about.
  var state: Int?
}

extension Blocker {
  static func missing(_ capability: Capability, state: Int? = nil) -> Blocker {
    Blocker(text: capability.missing, capability: capability, state: state)
  }

  static func onHost(_ name: String, _ state: Int) -> Blocker { Blocker(text: "\(name) is on the host", state: state) }

  static func madeByHost(_ name: String, _ state: Int) -> Blocker {
    Blocker(text: "the host makes and removes records of \(name)", state: state)
  }
}
