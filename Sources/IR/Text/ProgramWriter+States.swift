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
    case .sketch(let sketch):
      "sketch \(name) \(fields(sketch.key)) \(sketch.rows) rows \(sketch.columns) columns"
        + (sketch.cellBits == 64 ? "" : " of \(sketch.cellBits) bits")
    case .ring(let ring):
      "ring \(name) \(ring.size) slots over \(reference(ring.backends))."
        + field(ring.weightField, of: ring.backends.index)
    case .table(let table): self.table(table, named: name)
    case .queue(let queue):
      "queue \(name) \(fields(queue.value)) capacity \(queue.capacity) after \(queue.delayNanoseconds) ns"
    case .tally(let tally):
      "tally \(name) \(fields(tally.key)) of \(reference(tally.of)) by \(tally.fields.map(String.init).joined(separator: ", "))"
    }
  }

  private func table(_ table: TableState, named name: String) -> String {
    "table \(name) \(fields(table.key)) -> \(fields(table.value)) capacity \(table.capacity) "
      + match(table.match)
  }

  private func match(_ match: MatchKind) -> String {
    switch match {
    case .exact: "exact"
    case .longestPrefix(let bits): "prefix \(bits)"
    case .ternary(let ranges): "ternary" + ranges.sorted().map { " \($0)" }.joined()
    }
  }

  private func map(_ map: MapState, named name: String) -> String {
    var text = "map \(name) \(fields(map.key)) -> \(fields(map.value))\n  capacity \(map.capacity)"
    if let expiry = map.expiry {
      text += " expires \(expiry.nanoseconds) ns after \(expiry.refreshedByLookup ? "lookup" : "insert")"
      if let table = expiry.byField {
        text += " or by #\(table.field) (\(table.nanoseconds.map { "\($0)" }.joined(separator: ", ")))"
      }
    }
    text += " full \(full(map.full))"
    if let primary = map.companionOf { text += " companion of \(reference(primary))" }
    for meter in map.meters {
      text += " meter rate \(meter.rate) burst \(meter.burst)" + (meter.overflowsInto.map { " overflows into \($0)" } ?? "")
    }
    return text
  }

  private func full(_ policy: FullPolicy) -> String {
    switch policy {
    case .fail: "fails"
    case .evictOldest: "evicts"
    case .evictSometimes(let oneIn): "evicts one in \(oneIn)"
    }
  }

  private func pool(_ pool: PoolState, named name: String) -> String {
    let text = "pool \(name): \(pool.type) \(pool.first)...\(pool.last)"
    guard let tie = pool.releasedWith else { return text }
    return text + " released with \(reference(tie.state)).\(field(tie.field, of: tie.state.index))"
  }

  func stream(_ stream: Stream) -> String { "stream \(IRText.name(stream.name)) \(fields(stream.fields))" }

  private func fields(_ fields: [StateField]) -> String {
    let list = fields.map { "\(IRText.dotted($0.name)): \($0.type)" }
    return "(\(list.joined(separator: ", ")))"
  }
}
