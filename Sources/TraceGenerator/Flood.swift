import IR
import Wire

/// One packet sent very often, mostly with another key in each copy, until a table, a pool or a bucket is used up.
///
/// Which bits may be different without the packet leaving its path is tried first: some are a part of the key and are
/// compared with something as well.
struct Flood {
  let goal: Edge
  private(set) var draft: Draft
  /// Bits that may differ: those tried with success.
  private var kept: [Range<Int>] = []
  private var trials: Int
  private var successes = 0
  private var copiesLeft: Int
  private var count: UInt64

  private static let trialsPerField = 4

  init(_ draft: Draft, goal: Edge, seed: UInt64) {
    self.draft = draft
    self.goal = goal
    count = seed
    trials = draft.varied.count * Self.trialsPerField
    copiesLeft = draft.copies
  }

  /// The next copy; nil at the end.
  mutating func next() -> Draft? {
    var copy = draft
    draft.wait = 16
    draft.changes = []
    if trials > 0 {
      vary(draft.varied[(trials - 1) / Self.trialsPerField], in: &copy.bytes)
      return copy
    }
    guard copiesLeft > 0, draft.varied.isEmpty || !kept.isEmpty else { return nil }
    copiesLeft -= 1
    for bits in kept { vary(bits, in: &copy.bytes) }
    return copy
  }

  /// Notes whether the last copy came to the goal's block.
  mutating func note(arrived: Bool) {
    guard trials > 0 else { return }
    let field = (trials - 1) / Self.trialsPerField
    successes += arrived ? 1 : 0
    trials -= 1
    guard trials.isMultiple(of: Self.trialsPerField) else { return }
    if successes >= Self.trialsPerField - 1 { kept.append(draft.varied[field]) }
    successes = 0
  }

  /// Numbers that do not repeat before all of the field were there.
  private mutating func vary(_ bits: Range<Int>, in bytes: inout [UInt8]) {
    count &+= 1
    bytes.setBits(bits, to: count &* 0x9e37_79b1 & IntType(bits.count).mask)
  }
}
