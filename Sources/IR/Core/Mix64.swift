/// The hash of `hash` instructions, sketches and the ledger: the same on every site.
///
/// `h = seed * k + k; for each v: h = (h ^ v) * k; h ^= h >> 32`, with `k = 0x9E3779B97F4A7C15`, wrapping.
@inlinable
public func mix64(seed: UInt64, _ values: some Sequence<UInt64>) -> UInt64 {
  let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
  var hash = seed &* multiplier &+ multiplier
  for value in values {
    hash = (hash ^ value) &* multiplier
    hash ^= hash >> 32
  }
  return hash
}
