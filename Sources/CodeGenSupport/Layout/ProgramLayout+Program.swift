import IR
import Plan

extension ProgramLayout {
  /// The layout of a program under a plan. `pathNames` are by path number.
  public init(_ program: Program, _ plan: OffloadPlan, pathNames: [String] = []) {
    self.init(
      program: program.name, programDigest: plan.programDigest,
      parameters: program.parameters.map {
        Parameter(name: $0.name, bits: $0.type.bits, value: $0.value, shown: $0.shown)
      },
      ports: program.ports, reasons: program.reasons, pathCount: PathNumbering(program).count, pathNames: pathNames)
    streams = program.streams.map { stream in
      Stream(name: stream.name, fields: stream.fields.map { Stream.Field(name: $0.name, bits: $0.type.bits) })
    }
    for (index, state) in program.states.enumerated() {
      let mode = plan.placement(of: state.name)?.mode ?? .host
      switch state.kind {
      case .map(let map):
        maps.append(Map(StateID(index), map, in: program, plan))
      case .pool(let pool):
        pools.append(Pool(name: state.name, state: index, first: pool.first, last: pool.last))
      case .array(let array):
        arrays.append(
          Array(
            name: state.name, state: index, element: StructLayout(value: array.value), size: array.size,
            isConfig: array.isConfig, mode: mode))
      case .sketch(let sketch):
        sketches.append(
          Sketch(
            name: state.name, state: index, rows: sketch.rows, columns: sketch.columns, cellBits: sketch.cellBits, mode: mode))
      case .ring(let ring):
        rings.append(
          Ring(
            name: state.name, state: index, size: ring.size, backends: program[ring.backends].name,
            weightField: ring.weightField, mode: mode))
      case .table(let table): tables.append(Table(state.name, index, table, mode))
      case .queue(let queue):
        queues.append(
          Queue(
            name: state.name, state: index, element: StructLayout(value: queue.value), capacity: queue.capacity,
            delay: queue.delayNanoseconds))
      case .tally(let tally):
        tallies.append(
          Tally(
            name: state.name, state: index, group: program[tally.of].name, key: StructLayout(key: tally.key),
            fields: tally.fields))
      }
    }
  }
}

extension ProgramLayout {
  /// Only what the operator fills of a program, and the names of its ports: all that `contents(of:)` asks.
  public init(tablesOf program: Program) {
    self.init(
      program: program.name, programDigest: "", parameters: [], ports: program.ports, reasons: program.reasons, pathCount: 0)
    for (index, state) in program.states.enumerated() {
      if let table = state.table { tables.append(Table(state.name, index, table, .host)) }
      guard let array = state.array else { continue }
      arrays.append(
        Array(
          name: state.name, state: index, element: StructLayout(value: array.value), size: array.size,
          isConfig: array.isConfig, mode: .host))
    }
  }
}

extension ProgramLayout.Map {
  fileprivate init(_ id: StateID, _ map: MapState, in program: Program, _ plan: OffloadPlan) {
    let state = program[id]
    let primary = map.companionOf ?? id
    let placement = plan.placement(of: state.name)
    let mode = placement?.mode ?? .host
    let expiry =
      map.companionOf.flatMap { primary in
        if case .map(let map) = program[primary].kind { map.expiry } else { nil }
      } ?? map.expiry
    let writes = NICWrites.ofGroup(primary, in: program, plan)
    self.init(
      name: state.name, state: id.index, group: program[primary].name, key: StructLayout(key: map.key),
      value: StructLayout(value: map.value), capacity: map.capacity, timeout: expiry?.nanoseconds ?? 0,
      refreshedByLookup: expiry?.refreshedByLookup ?? false,
      timeouts: expiry?.byField.map { ProgramLayout.Timeouts(field: $0.field, nanoseconds: $0.nanoseconds) },
      meters: map.meters.map { ProgramLayout.Meter(rate: $0.rate, burst: $0.burst, overflowsInto: $0.overflowsInto) },
      mode: mode,
      entriesOnNIC: placement?.entriesOnNIC ?? 0, nicWrites: writes,
      addedFields: writes == .adds ? NICWrites(of: id, in: program, plan).addedFields : [])
  }
}

extension ProgramLayout.Table {
  fileprivate init(_ name: String, _ state: Int, _ table: TableState, _ mode: PlacementMode) {
    let match: ProgramLayout.Match =
      switch table.match {
      case .exact: .exact
      case .longestPrefix(let bits): .longestPrefix(bits: bits)
      case .ternary(let ranges): .ternary(ranges: ranges.sorted())
      }
    self.init(
      name: name, state: state, key: StructLayout(key: table.key), value: StructLayout(value: table.value),
      capacity: table.capacity, match: match, mode: mode)
  }
}

extension StructLayout {
  /// A key struct.
  public init(key fields: [StateField]) {
    self.init(fields.map { ($0.name, $0.type.bits) }, minimumAlignment: 4)
  }

  /// A value struct, of a map or an array.
  public init(value fields: [StateField]) {
    self.init(fields.map { ($0.name, $0.type.bits) }, minimumAlignment: 8)
  }
}
