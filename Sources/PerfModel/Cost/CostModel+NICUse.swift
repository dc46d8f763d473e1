import IR

extension CostModel {
  /// What an assignment takes of the NIC site when packets come at `rate`.
  public func use(_ assignment: Assignment, _ demand: Demand, rate: Double) -> NICUse {
    let (entries, bytes) = tables(assignment)
    let limits = device.nic?.limits ?? SiteLimits()
    let instructions = limits.instructionsPerOperation.map { $0.estimate * Double(operationsOnNIC(assignment)) }
    return NICUse(
      utilisation: utilisation(demand, rate), entries: entries,
      entryShare: limits.entries.map { Double(entries) / $0.value } ?? 0, bytes: bytes,
      byteShare: limits.stateBytes.map { bytes / $0.value } ?? 0,
      instructions: limits.instructions == nil ? nil : instructions,
      instructionShare: limits.instructions.map { (instructions?.value ?? 0) / $0.value } ?? 0)
  }

  private func utilisation(_ demand: Demand, _ rate: Double) -> Double {
    guard !device.nicUsesHostCores, let time = device.nic?.coreTime.value, time > 0 else { return 0 }
    return max(rate * demand.nic / time, rate * demand.engine / 1e9)
  }

  private func operationsOnNIC(_ assignment: Assignment) -> Int {
    zip(works, assignment.onNIC).reduce(0) { $0 + ($1.1 ? $1.0.operations : 0) }
  }

  /// Entries over all maps and bytes over all tables of the NIC half.
  private func tables(_ assignment: Assignment) -> (entries: Int, bytes: Double) {
    var entries = 0
    var bytes = 0.0
    let overhead = device.nic?.limits.entryOverhead?.value ?? 0
    for (state, placement) in zip(program.states, assignment.states) {
      guard let size = state.tableSize(at: placement) else { continue }
      if state.map != nil {
        entries += size
        bytes += Double(size) * (overhead + Double(state.entryBytes))
      } else {
        bytes += Double(size) * Double(max(4, state.entryBytes))
      }
    }
    return (entries, bytes)
  }
}

extension State {
  /// Bytes of a key and a value, each rounded up to eight.
  public var entryBytes: Int { Self.bytes(keyFields) + Self.bytes(valueFields) }

  /// Bytes of fields with natural alignment, rounded up to eight.
  public static func bytes(_ fields: [StateField]) -> Int {
    let end = fields.reduce(0) { offset, field in
      let size = field.type.storageBytes
      return (offset + size - 1) / size * size + size
    }
    return (end + 7) / 8 * 8
  }

  /// Items that the NIC half's table has; nil when it has none.
  fileprivate func tableSize(at placement: StateSite) -> Int? {
    switch placement {
    case .host: return nil
    case .split(let entries): return entries
    case .nic, .replicated: break
    }
    switch kind {
    case .map(let map): return map.capacity
    case .array(let array): return array.size
    case .sketch(let sketch): return sketch.rows * sketch.columns * 2
    case .ring(let ring): return ring.size
    case .pool(let pool): return pool.count
    case .table(let table): return table.capacity
    case .queue(let queue): return queue.capacity
    case .tally: return nil
    }
  }
}
