extension ProgramLayout {
  /// What the operator's rows say, by table: the one place where texts become rows.
  ///
  /// - Throws: `ConfigRowError` with the line of the first fault, tables by name.
  public func contents(of tables: [String: [ConfigRow]]) throws(ConfigRowError) -> ConfigContents {
    var contents = ConfigContents()
    for (name, rows) in tables.sorted(by: { $0.key < $1.key }) {
      if let table = table(named: name) {
        contents.tables.append(.init(table: name, rows: try TableRowReader(table, ports: ports).rows(rows)))
      } else if let array = array(named: name), array.isConfig {
        contents.elements += try elements(rows, of: array)
      } else {
        throw ConfigRowError(line: rows.first?.line ?? 0, reason: "\(program) has no config table '\(name)'" + known)
      }
    }
    return contents
  }

  private var known: String {
    let names = arrays.filter(\.isConfig).map(\.name) + tables.map(\.name)
    return names.isEmpty ? "" : "; it has \(names.joined(separator: ", "))"
  }

  /// A row without `index` follows the one before.
  private func elements(_ rows: [ConfigRow], of array: Array) throws(ConfigRowError) -> [ConfigContents.Element] {
    var elements: [ConfigContents.Element] = []
    let fields = ConfigFields(array.element, ports: ports)
    for row in rows {
      let index = try index(of: row, after: elements.last?.index, in: array)
      var values = [UInt64](repeating: 0, count: array.element.fields.count)
      for (name, text) in row.fields.sorted(by: { $0.key < $1.key }) where name != "index" {
        for (place, number) in try fields.assign(text, to: name, "field of '\(array.name)'") { values[place] = number }
      }
      elements.append(.init(array: array.name, index: index, values: values))
    }
    return elements
  }

  private func index(of row: ConfigRow, after last: Int?, in array: Array) throws(ConfigRowError) -> Int {
    var index = (last ?? -1) + 1
    if let text = row.fields["index"] {
      guard let number = Int(text.text.filter { $0 != "_" }), number >= 0 else {
        throw ConfigRowError(line: text.line, reason: "'index' has to be a number")
      }
      index = number
    }
    guard index < array.size else {
      throw ConfigRowError(line: row.line, reason: "'\(array.name)' has rows 0 to \(array.size - 1), not \(index)")
    }
    return index
  }
}
