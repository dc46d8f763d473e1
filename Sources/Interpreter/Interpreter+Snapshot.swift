import IR
import Wire

extension Interpreter {
  /// The whole state as of the last packet's time, in canonical form.
  public func snapshot() -> StateSnapshot {
    var snapshot = StateSnapshot()
    for state in machine.stores.mapStates { snapshot.maps[program.states[state].name] = entries(of: state) }
    for state in machine.stores.arrayStates { snapshot.arrays[program.states[state].name] = elements(of: state) }
    for state in machine.stores.sketchStates { snapshot.sketches[program.states[state].name] = counters(of: state) }
    return snapshot
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
