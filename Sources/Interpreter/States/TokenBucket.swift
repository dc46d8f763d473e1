import IR

/// The arithmetic of `MeterSpec`, with what never changes computed once.
struct TokenBucket: BitwiseCopyable {
  let unitsPerTick: UInt64
  let full: UInt64
  /// Words from this bucket to the one that gets what it has no room for, 0 for none, and that one's bound.
  private let overflow: Int
  private let overflowFull: UInt64

  /// The bucket of that index among an entry's.
  init(_ meters: [MeterSpec], _ index: Int) {
    unitsPerTick = meters[index].unitsPerTick
    full = meters[index].fullBucket
    let target = meters[index].overflowsInto ?? index
    overflow = 2 * (target - index)
    overflowFull = meters[target].fullBucket
  }

  /// Refills the bucket `[tokens, updated]` and takes `amount` if it is there.
  @inline(__always)
  func charge(_ bucket: UnsafeMutablePointer<UInt64>, amount: UInt64, now: UInt64) -> Bool {
    let updated = bucket[1]
    let passed = now > updated ? (now &- updated) &>> MeterSpec.tickBits : 0
    let refilled = bucket[0] &+ Swift.min(passed, MeterSpec.mostTicks) &* unitsPerTick
    let tokens = Swift.min(full, refilled)
    if overflow != 0 { bucket[overflow] = Swift.min(overflowFull, bucket[overflow] &+ (refilled &- tokens)) }
    let wanted = amount &<< MeterSpec.fractionBits
    let conforms = tokens >= wanted
    bucket[0] = conforms ? tokens &- wanted : tokens
    bucket[1] = updated &+ passed &<< MeterSpec.tickBits
    return conforms
  }
}
