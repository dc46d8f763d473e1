import IR
import Wire

extension Interpreter {
  /// The whole state as of the last packet's time, in canonical form. Rows of tables are no part of it, elements of config arrays are.
  public func snapshot() -> StateSnapshot {
    var snapshot = StateSnapshot()
    for state in machine.stores.mapStates { snapshot.maps[program.states[state].name] = entries(of: state) }
    for state in machine.stores.arrayStates { snapshot.arrays[program.states[state].name] = elements(of: state) }
    for state in machine.stores.sketchStates { snapshot.sketches[program.states[state].name] = counters(of: state) }
    for state in machine.stores.queueStates { snapshot.queues[program.states[state].name] = queued(in: state) }
    for state in machine.stores.tallyStates { snapshot.tallies[program.states[state].name] = counts(of: state) }
    return snapshot
  }

  private func queued(in state: Int) -> [StateSnapshot.Element] {
    var elements: [StateSnapshot.Element] = []
    machine.stores.queues[state].forEach { elements.append(.init(values: $0, pushed: $1)) }
    return elements
  }

  private func counts(of state: Int) -> [StateSnapshot.Count] {
    var counts: [StateSnapshot.Count] = []
    machine.stores.tallies[state].forEach { counts.append(.init(key: $0, records: $1)) }
    return counts.sorted(by: StateSnapshot.inKeyOrder)
  }

  private func entries(of state: Int) -> [StateSnapshot.Entry] {
    let (table, index) = (machine.stores.maps[state].table.pointee, machine.stores.maps[state].index.pointee)
    var entries: [StateSnapshot.Entry] = []
    entries.reserveCapacity(table.count)
    table.forEachRecord { row, lastSeen in
      entries.append(
        StateSnapshot.Entry(
          key: Array(UnsafeBufferPointer(start: row + index.keyStart, count: index.keyWords)),
          value: Array(UnsafeBufferPointer(start: row + index.valueStart, count: index.valueWords)),
          lastSeen: table.timeout == 0 ? 0 : lastSeen))
    }
    return entries.sorted(by: StateSnapshot.inKeyOrder)
  }

  private func elements(of state: Int) -> [[UInt64]] {
    let store = machine.stores.arrays[state]
    return (0..<Int(store.size)).map { element in
      Array(UnsafeBufferPointer(start: store.words + element * store.fields, count: store.fields))
    }
  }

  private func counters(of state: Int) -> [Int: UInt64] {
    let store = machine.stores.sketches[state]
    var counters: [Int: UInt64] = [:]
    for position in 0..<store.rows * store.columns where store.counters[position] != 0 {
      counters[position] = store.counters[position]
    }
    return counters
  }
}
