extension Verifier {
  func checkDeclarations() {
    checkUnique(program.parameters.map(\.name), "parameters")
    checkUnique(program.ports, "ports")
    checkUnique(program.states.map(\.name), "states")
    checkUnique(program.headers.map(\.name), "headers")
    checkUnique(program.reasons, "drop reasons")
    check(program.ports.count < 1 << 16, "more than 65,535 ports", at: .program)
    check(program.reasons.count < 1 << 16, "more than 65,535 drop reasons", at: .program)
    for type in program.valueTypes + program.parameters.map(\.type) { checkWidth(type, at: .program) }
    for parameter in program.parameters {
      let fits = parameter.value <= parameter.type.mask
      check(fits, "parameter '\(parameter.name)' does not fit \(parameter.type)", at: .program)
    }
    for header in program.headers {
      check((1...65_535).contains(header.bytes), "header '\(header.name)' has \(header.bytes) bytes", at: .program)
    }
    for entry in program.entries {
      check(holdsEntries(entry.state), "entry '\(entry.name)' points into nothing that has entries", at: .program)
    }
    for index in program.states.indices { checkState(StateID(index)) }
    checkStreams()
  }

  func checkWidth(_ type: IntType, at place: VerificationError.Place) {
    check((1...64).contains(type.bits), "an integer of \(type.bits) bits", at: place)
  }

  func checkUnique(_ names: [String], _ what: String, at place: VerificationError.Place = .program) {
    var seen: Set<String> = []
    for name in names { check(seen.insert(name).inserted, "two \(what) are named '\(name)'", at: place) }
  }

  private func checkState(_ id: StateID) {
    let state = program.states[id.index]
    for fields in [state.keyFields, state.valueFields] {
      checkUnique(fields.map(\.name), "fields", at: .state(id))
      for field in fields { checkWidth(field.type, at: .state(id)) }
    }
    switch state.kind {
    case .map(let map): checkMap(map, id)
    case .pool(let pool): checkPool(pool, id)
    case .array(let array):
      check(!array.value.isEmpty, "an array has fields", at: .state(id))
      check((1...1 << 31).contains(array.size), "an array of \(array.size) elements", at: .state(id))
    case .sketch(let sketch): checkSketch(sketch, id)
    case .ring(let ring): checkRing(ring, id)
    case .table(let table): checkTable(table, id)
    case .queue(let queue): checkQueue(queue, id)
    case .tally(let tally): checkTally(tally, id)
    }
  }

  private func checkMap(_ map: MapState, _ id: StateID) {
    check(!map.key.isEmpty, "a map has a key", at: .state(id))
    check((1...1 << 31).contains(map.capacity), "a map of \(map.capacity) records", at: .state(id))
    check(map.full != .evictSometimes(oneIn: 0), "one in 0 records is evicted", at: .state(id))
    checkExpiry(map, id)
    if !map.meters.isEmpty { checkMeters(map, id) }
    guard let primary = map.companionOf else { return }
    guard let owner = self.map(primary), owner.companionOf == nil, primary != id else {
      return check(false, "a companion of something that is no primary map", at: .state(id))
    }
    check(map.capacity == owner.capacity, "a companion has its primary's capacity", at: .state(id))
    check(
      map.expiry == nil || map.expiry == owner.expiry, "a companion expires with its primary", at: .state(id))
  }

  private func checkMeters(_ map: MapState, _ id: StateID) {
    let shape = map.value.map(\.name) == MapState.bucketFields(map.meters.count).map(\.name)
    check(
      shape && map.value.allSatisfy { $0.type == .u64 }, "a meter's value is (tokens: u64, updated: u64) for each bucket",
      at: .state(id))
    let limits: Range<UInt64> = 1..<1 << 32
    let fed = Set(map.meters.compactMap(\.overflowsInto))
    for (index, meter) in map.meters.enumerated() {
      check(
        (limits.contains(meter.rate) || meter.rate == 0 && fed.contains(index)) && limits.contains(meter.burst),
        "a meter's rate and burst are 1 to 2^32 - 1", at: .state(id))
      guard let target = meter.overflowsInto else { continue }
      let holds = target > index && map.meters.indices.contains(target) && map.meters[target].rate == 0
      check(holds, "a bucket overflows into a later one without a rate", at: .state(id))
    }
  }

  private func checkPool(_ pool: PoolState, _ id: StateID) {
    checkWidth(pool.type, at: .state(id))
    check(
      pool.first <= pool.last && pool.last <= pool.type.mask && pool.last - pool.first < 1 << 31,
      "the range \(pool.first)...\(pool.last) of a pool of \(pool.type)", at: .state(id))
    guard let tie = pool.releasedWith else { return }
    guard let map = map(tie.state), map.companionOf == nil, map.value.indices.contains(tie.field) else {
      return check(false, "a pool is released with a value field of a primary map", at: .state(id))
    }
    let type = map.value[tie.field].type
    check(type == pool.type, "the pool is of \(pool.type), the field of \(type)", at: .state(id))
  }

  private func checkSketch(_ sketch: SketchState, _ id: StateID) {
    check(!sketch.key.isEmpty, "a sketch has a key", at: .state(id))
    check((1...64).contains(sketch.rows), "a sketch of \(sketch.rows) rows", at: .state(id))
    let columns = sketch.columns
    check([8, 64].contains(sketch.cellBits), "counters of \(sketch.cellBits) bits", at: .state(id))
    check(
      (1...1 << 30).contains(columns) && columns & (columns - 1) == 0, "\(columns) columns: no power of two",
      at: .state(id))
  }

  private func checkRing(_ ring: RingState, _ id: StateID) {
    check(ring.size <= 1 << 31 && RingState.isPrime(ring.size), "\(ring.size) slots: no prime", at: .state(id))
    guard program.states.indices.contains(ring.backends.index),
      let backends = program[ring.backends].array, backends.isConfig, backends.value.indices.contains(ring.weightField)
    else { return check(false, "a ring stands over a weight of a config array", at: .state(id)) }
  }

  /// The map of that id, if it is one.
  func map(_ id: StateID) -> MapState? {
    program.states.indices.contains(id.index) ? program[id].map : nil
  }
}
