import Wire

/// Where two snapshots differ, in a few lines.
enum StateDifference {
  static func text(_ expected: StateSnapshot, _ observed: StateSnapshot) -> String? {
    if expected == observed { return nil }
    var lines: [String] = []
    for (name, entries) in expected.maps.sorted(by: { $0.key < $1.key }) where observed.maps[name] != entries {
      let others = Set(observed.maps[name] ?? []), own = Set(entries)
      lines.append("'\(name)': \(others.count) entries, the interpreter \(own.count)")
      lines += others.subtracting(own).sorted(by: StateSnapshot.inKeyOrder).prefix(3).map { "  has \($0)" }
      lines += own.subtracting(others).sorted(by: StateSnapshot.inKeyOrder).prefix(3).map { "  not \($0)" }
    }
    for (name, elements) in expected.arrays.sorted(by: { $0.key < $1.key }) where observed.arrays[name] != elements {
      lines.append("array '\(name)' is another: \((observed.arrays[name] ?? []).prefix(8)) for \(elements.prefix(8))")
    }
    for (name, counters) in expected.sketches.sorted(by: { $0.key < $1.key })
    where observed.sketches[name] != counters {
      let other = observed.sketches[name] ?? [:]
      let places = Set(counters.keys).union(other.keys).filter { counters[$0] != other[$0] }.sorted()
      lines.append("sketch '\(name)' differs in \(places.count) counters")
      lines += places.prefix(3).map { "  \($0): \(other[$0] ?? 0) for \(counters[$0] ?? 0)" }
    }
    return lines.isEmpty ? "states of other names" : lines.joined(separator: "\n")
  }
}
