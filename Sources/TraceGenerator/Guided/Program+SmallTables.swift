import IR

extension Program {
  /// The same blocks over states with little room, so that few packets fill them: maps of a dozen records (where a tally
  /// counts them, of some hundreds), queues of half
  /// of that, token buckets of two long packets, and pools that are again smaller or larger than the maps as they were.
  public var withSmallTables: Program {
    var program = self
    let tallied = Set(states.compactMap(\.tally?.of.index))
    let largest = states.compactMap(\.map?.capacity).max() ?? 0
    for index in states.indices {
      switch states[index].kind {
      case .map(var map):
        map.capacity = min(map.capacity, tallied.contains(index) ? 256 : 12)
        for bucket in map.meters.indices { map.meters[bucket].burst = min(map.meters[bucket].burst, 3_000) }
        program.states[index].kind = .map(map)
      case .queue(var queue):
        queue.capacity = min(queue.capacity, 6)
        program.states[index].kind = .queue(queue)
      case .pool(var pool) where pool.count > 16:
        pool.last = pool.first + (pool.count < largest ? 7 : 15)
        program.states[index].kind = .pool(pool)
      default: break
      }
    }
    return program
  }
}
