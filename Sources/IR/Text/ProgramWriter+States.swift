extension ProgramWriter {
  func state(_ state: State) -> String {
    let late = state.eventualNanoseconds.map { "\n  eventual \($0) ns" } ?? ""
    return kind(state.kind, named: IRText.name(state.name)) + late
  }

  private func kind(_ kind: StateKind, named name: String) -> String {
    switch kind {
    case .map(let map): self.map(map, named: name)
    case .pool(let pool): self.pool(pool, named: name)
    case .array(let array):
      "array \(name)[\(array.size)] \(fields(array.value))\(array.isConfig ? " config" : "")"
    case .sketch(let sketch): "sketch \(name) \(fields(sketch.key)) \(sketch.rows) rows \(sketch.columns) columns"
    case .ring(let ring):
      "ring \(name) \(ring.size) slots over \(reference(ring.backends))."
        + field(ring.weightField, of: ring.backends.index)
    }
  }

  private func map(_ map: MapState, named name: String) -> String {
    var text = "map \(name) \(fields(map.key)) -> \(fields(map.value))\n  capacity \(map.capacity)"
    if let expiry = map.expiry {
      text += " expires \(expiry.nanoseconds) ns after \(expiry.refreshedByLookup ? "lookup" : "insert")"
    }
    text += map.full == .fail ? " full fails" : " full evicts"
    if let primary = map.companionOf { text += " companion of \(reference(primary))" }
    if let meter = map.meter { text += " meter rate \(meter.rate) burst \(meter.burst)" }
    return text
  }

  private func pool(_ pool: PoolState, named name: String) -> String {
    let text = "pool \(name): \(pool.type) \(pool.first)...\(pool.last)"
    guard let tie = pool.releasedWith else { return text }
    return text + " released with \(reference(tie.state)).\(field(tie.field, of: tie.state.index))"
  }

  private func fields(_ fields: [StateField]) -> String {
    let list = fields.map { "\(IRText.dotted($0.name)): \($0.type)" }
    return "(\(list.joined(separator: ", ")))"
  }
}
