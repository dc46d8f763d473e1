import Wire

/// Damage to bytes, whatever they mean.
struct ByteMutator {
  private static let edges: [UInt8] = [0, 1, 0x7f, 0x80, 0xfe, 0xff]

  func mutate(_ bytes: inout [UInt8], others: [[UInt8]], _ random: inout SplitMix64) {
    for _ in 0...random.below(6) { once(&bytes, others, &random) }
  }

  private func once(_ bytes: inout [UInt8], _ others: [[UInt8]], _ random: inout SplitMix64) {
    guard !bytes.isEmpty else { return bytes = random.pick(others) ?? [] }
    let start = random.below(bytes.count)
    let end = min(bytes.count, start + 1 + random.below(16))
    switch random.below(9) {
    case 0: bytes[start] ^= 1 << UInt8(random.below(8))
    case 1: bytes[start] = Self.edges[random.below(Self.edges.count)]
    case 2: bytes[start] = UInt8(truncatingIfNeeded: random.next())
    case 3: bytes.removeSubrange(start..<end)
    case 4: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count))
    case 5: bytes.removeSubrange(start...)
    case 6: for index in start..<end { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
    case 7: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: start)
    default: splice(&bytes, others, &random)
    }
  }

  /// A piece of another input in the place of a piece of this one.
  private func splice(_ bytes: inout [UInt8], _ others: [[UInt8]], _ random: inout SplitMix64) {
    guard let other = random.pick(others), !other.isEmpty else { return }
    let from = random.below(other.count)
    let to = min(other.count, from + 1 + random.below(64))
    let start = random.below(bytes.count)
    bytes.replaceSubrange(start..<min(bytes.count, start + random.below(to - from + 1)), with: other[from..<to])
  }
}

extension SplitMix64 {
  /// One of the items; nil when there are none.
  mutating func pick<Item>(_ items: [Item]) -> Item? { items.isEmpty ? nil : items[below(items.count)] }
}
