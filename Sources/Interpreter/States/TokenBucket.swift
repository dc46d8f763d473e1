import IR

/// The arithmetic of `MeterSpec`, with what never changes computed once.
struct TokenBucket {
  let unitsPerTick: UInt64
  let full: UInt64

  init(_ spec: MeterSpec) {
    unitsPerTick = spec.unitsPerTick
    full = spec.fullBucket
  }

  /// Refills the bucket `[tokens, updated]` and takes `amount` if it is there.
  @inline(__always)
  func charge(_ bucket: UnsafeMutablePointer<UInt64>, amount: UInt64, now: UInt64) -> Bool {
    let updated = bucket[1]
    let passed = now > updated ? (now &- updated) &>> MeterSpec.tickBits : 0
    let refill = Swift.min(passed, MeterSpec.mostTicks) &* unitsPerTick
    let tokens = Swift.min(full, bucket[0] &+ refill)
    let wanted = amount &<< MeterSpec.fractionBits
    let conforms = tokens >= wanted
    bucket[0] = conforms ? tokens &- wanted : tokens
    bucket[1] = updated &+ passed &<< MeterSpec.tickBits
    return conforms
  }
}
