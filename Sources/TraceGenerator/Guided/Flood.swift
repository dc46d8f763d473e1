import IR
import Wire

/// One packet sent very often, mostly with another key in each copy, until a table, a pool or a bucket is used up.
///
/// Which bits may be different without the packet leaving its path is tried first: some are a part of the key and are
/// compared with something as well. Where none may, each key is sent several times: some records are made only for who
/// sends much.
struct Flood {
  let goal: Edge
  private var draft: Draft
  /// Bits that may differ: those tried with success.
  private var kept: [Range<Int>] = []
  /// Keys to try yet, over all fields.
  private var trials: Int
  private var successes = 0
  private var keysLeft: Int
  private var count: UInt64
  /// Copies of each key; those of the key at hand; and whether one of them came to the goal's block.
  private var repeats = 1
  private var sent = 0
  private var hasArrived = false

  private static let trialsPerField = 4
  private static let mostRepeats = 256

  init(_ draft: Draft, goal: Edge, seed: UInt64) {
    self.draft = draft
    self.goal = goal
    count = seed
    trials = draft.varied.count * Self.trialsPerField
    keysLeft = draft.copies
  }

  /// The next copy; nil at the end.
  mutating func next() -> Draft? {
    if sent == 0 {
      if trials == 0, kept.isEmpty, !draft.varied.isEmpty, repeats < Self.mostRepeats { tryMoreOften() }
      guard trials > 0 || keysLeft > 0 && (draft.varied.isEmpty || !kept.isEmpty) else { return nil }
      takeKey()
    }
    sent += 1
    defer {
      draft.wait = 16
      draft.changes = []
    }
    return draft
  }

  private mutating func tryMoreOften() {
    repeats *= 16
    trials = draft.varied.count * Self.trialsPerField
    draft.bytes = Recipe(length: max(draft.bytes.count, 1400)).applied(to: draft.bytes)
  }

  private mutating func takeKey() {
    guard trials == 0 else { return vary(draft.varied[(trials - 1) / Self.trialsPerField]) }
    keysLeft -= 1
    for bits in kept { vary(bits) }
  }

  /// Notes whether the last copy came to the goal's block.
  mutating func note(arrived: Bool) {
    hasArrived = hasArrived || arrived
    guard sent >= repeats || arrived && trials == 0 else { return }
    if trials > 0 { judge() }
    sent = 0
    hasArrived = false
  }

  private mutating func judge() {
    let field = (trials - 1) / Self.trialsPerField
    successes += hasArrived ? 1 : 0
    trials -= 1
    guard trials.isMultiple(of: Self.trialsPerField) else { return }
    if successes >= Self.trialsPerField - 1 { kept.append(draft.varied[field]) }
    successes = 0
  }

  /// Numbers that do not repeat before all of the field were there.
  private mutating func vary(_ bits: Range<Int>) {
    count &+= 1
    draft.bytes.setBits(bits, to: count &* 0x9e37_79b1 & IntType(bits.count).mask)
  }
}
