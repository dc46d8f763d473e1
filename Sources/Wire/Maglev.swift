/// The lookup table of Eisenbud et al., "Maglev", NSDI 2016, section 3.4, with weights by turns.
public enum Maglev {
  /// A slot without a backend.
  public static let none = UInt32.max

  /// Fills `size` slots (a prime) with backend indices.
  ///
  /// Backends of weight 0 are inactive; one of weight w takes w turns per round, in ascending order of index, and
  /// each turn claims the next slot of its permutation that is free. The permutation of backend i is
  /// `(offset + j * skip) mod size`, where `offset` is the first number of `SplitMix64(seed: i)` mod `size`, and
  /// `skip` the second mod `size - 1`, plus 1. It rests on the index alone, so that a backend that comes or goes
  /// moves few slots of the others. Without an active backend every slot is `none`.
  public static func table(size: Int, weights: [UInt64]) -> [UInt32] {
    guard size > 0 else { return [] }
    var table = [UInt32](repeating: none, count: size)
    var turns = weights.indices.filter { weights[$0] != 0 }.map { Turns(backend: $0, weight: weights[$0], size: size) }
    var free = size
    while free > 0, !turns.isEmpty {
      for position in turns.indices {
        free -= turns[position].claim(in: &table, atMost: free)
      }
      turns.removeAll { $0.isExhausted }
    }
    return table
  }
}

/// One backend's place in its permutation of the slots.
private struct Turns {
  let backend: UInt32
  let weight: UInt64
  let size: Int
  let skip: Int
  var slot: Int
  /// Slots tried; a permutation of a prime size visits each slot once.
  var tried = 0

  init(backend: Int, weight: UInt64, size: Int) {
    var numbers = SplitMix64(seed: UInt64(backend))
    self.backend = UInt32(truncatingIfNeeded: backend)
    self.weight = weight
    self.size = size
    slot = Int(numbers.next() % UInt64(size))
    skip = size > 1 ? Int(numbers.next() % UInt64(size - 1)) + 1 : 1
  }

  var isExhausted: Bool { tried >= size }

  /// Takes this round's turns, and returns the number of slots claimed.
  mutating func claim(in table: inout [UInt32], atMost free: Int) -> Int {
    let turns = Int(min(weight, UInt64(free)))
    var claimed = 0
    while claimed < turns, !isExhausted {
      if table[slot] == Maglev.none {
        table[slot] = backend
        claimed += 1
      }
      slot = (slot + skip) % size
      tried += 1
    }
    return claimed
  }
}
