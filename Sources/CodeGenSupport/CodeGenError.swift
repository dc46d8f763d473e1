import IR

/// Why a half cannot be generated from a program and a plan.
public enum CodeGenError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An edge leaves the plan's NIC blocks and the plan has no cut for it.
  case missingCut(from: Int, edge: Int)
  /// The plan puts something on the NIC that this generator's target cannot do.
  case notOnNIC(what: String, block: Int)
  /// An entry handle is used behind a resume cut.
  case entryLivesAcross(entry: String, from: Int, edge: Int)
  /// More values live at a resume cut than the punt header holds.
  case tooManyLive(count: Int, from: Int, edge: Int)
  /// The generator does not know how to do something on any half.
  case unknown(what: String, block: Int)
  /// The plan names a block, edge or state that the program does not have.
  case foreignPlan(what: String)

  public var description: String {
    switch self {
    case .missingCut(let from, let edge):
      "block b\(from), edge \(edge): leaves the NIC half, but the plan has no cut there"
    case .notOnNIC(let what, let block): "block b\(block): \(what)"
    case .entryLivesAcross(let entry, let from, let edge):
      "block b\(from), edge \(edge): entry '\(entry)' is used behind the cut, and entries cannot be handed over"
    case .tooManyLive(let count, let from, let edge):
      "block b\(from), edge \(edge): \(count) values live across the cut, more than a punt header holds"
    case .unknown(let what, let block): "block b\(block): \(what): the generator cannot do this"
    case .foreignPlan(let what): "the plan is not of this program: \(what)"
    }
  }
}
