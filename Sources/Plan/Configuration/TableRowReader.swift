/// Reads the rows of one table.
struct TableRowReader {
  let table: ProgramLayout.Table
  private let key: ConfigFields
  private let value: ConfigFields

  init(_ table: ProgramLayout.Table, ports: [String]) {
    self.table = table
    key = ConfigFields(table.key, ports: ports)
    value = ConfigFields(table.value, ports: ports)
  }

  func rows(_ rows: [ConfigRow]) throws(ConfigRowError) -> [ProgramLayout.Row] {
    var result: [ProgramLayout.Row] = []
    var seen: Set<[ProgramLayout.Bounds]> = []
    for row in rows {
      guard result.count < table.capacity else {
        throw ConfigRowError(line: row.line, reason: "'\(table.name)' takes \(table.capacity) rows at most")
      }
      let read = try self.row(row)
      guard isOrdered || seen.insert(read.matches).inserted else {
        throw ConfigRowError(line: row.line, reason: "an earlier row of '\(table.name)' matches the same")
      }
      result.append(read)
    }
    return result
  }

  private var isOrdered: Bool { if case .ternary = table.match { true } else { false } }

  private func row(_ row: ConfigRow) throws(ConfigRowError) -> ProgramLayout.Row {
    var matches = table.key.fields.indices.map { MatchText.absent(kind(of: $0), table.key.fields[$0]) }
    var values = [UInt64](repeating: 0, count: table.value.fields.count)
    for (name, text) in row.fields.sorted(by: { $0.key < $1.key }) {
      switch try place(name, line: text.line) {
      case .key(let place):
        let match = MatchText(
          fields: key, layout: table.key, place: place, kind: kind(of: place.lowerBound), value: text)
        for (index, bounds) in zip(place, try match.bounds()) { matches[index] = bounds }
      case .value(let place):
        for (index, number) in zip(place, try value.numbers(text, at: place)) { values[index] = number }
      }
    }
    if let missing = matches.firstIndex(of: nil) {
      throw ConfigRowError(line: row.line, reason: "a row of '\(table.name)' needs '\(key.name(of: missing))'")
    }
    return ProgramLayout.Row(matches: matches.compactMap { $0 }, values: values)
  }

  private func kind(of index: Int) -> MatchText.Kind {
    switch table.match {
    case .exact: .whole
    case .longestPrefix: table.prefixFields.contains(index) ? .prefix : .whole
    case .ternary: table.isRange(index) ? .range : .masked
    }
  }

  private enum Place {
    case key(Range<Int>)
    case value(Range<Int>)
  }

  /// A field of the key or of the value; one that is in both is written `key.name` or `value.name`.
  private func place(_ name: String, line: Int) throws(ConfigRowError) -> Place {
    switch (key.place(name), value.place(name)) {
    case (let place?, nil): return .key(place)
    case (nil, let place?): return .value(place)
    case (.some, .some):
      throw ConfigRowError(
        line: line, reason: "'\(name)' is in the key and in the value: write 'key.\(name)' or 'value.\(name)'")
    case (nil, nil): break
    }
    if name.hasPrefix("key."), let place = key.place(String(name.dropFirst(4))) { return .key(place) }
    if name.hasPrefix("value."), let place = value.place(String(name.dropFirst(6))) { return .value(place) }
    let known = (key.names + value.names).joined(separator: ", ")
    throw ConfigRowError(line: line, reason: "no field of '\(table.name)' is named '\(name)'; there are \(known)")
  }
}
