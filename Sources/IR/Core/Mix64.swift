/// The hash of `hash` instructions, sketches and the ledger: the same on every site.
///
/// `h = seed * k + k; for each v: h = (h ^ v) * k; h ^= h >> 32`, with `k = 0x9E3779B97F4A7C15`, wrapping.
@inlinable
public func mix64(seed: UInt64, _ values: some Sequence<UInt64>) -> UInt64 {
  var hash = seed &* mixMultiplier &+ mixMultiplier
  for value in values { hash = mix64(onto: hash, value) }
  return hash
}

/// The hash of what `hash` is the hash of, and one more value.
@inlinable
public func mix64(onto hash: UInt64, _ value: UInt64) -> UInt64 {
  let mixed = (hash ^ value) &* mixMultiplier
  return mixed ^ mixed >> 32
}

@inlinable var mixMultiplier: UInt64 { 0x9E37_79B9_7F4A_7C15 }
