public import Plan

extension DaemonConfiguration {
  /// A row of a config table as the halves take it.
  public struct TableRow: Hashable, Sendable {
    public var table: String
    public var index: Int
    /// One value per field, in order.
    public var values: [UInt64]
  }

  /// One value per program parameter: the default, or what the file says.
  public func parameterValues(for layout: ProgramLayout, file: String) throws(ConfigurationError) -> [UInt64] {
    var values = layout.defaultParameters
    for (name, scalar) in parameters.sorted(by: { $0.key < $1.key }) {
      let fields = layout.parameters.map { (name: $0.name, bits: $0.bits) }
      let places = try Self.place(scalar, named: name, in: fields, "parameter of \(layout.program)", file: file)
      for (index, value) in places { values[index] = value }
    }
    return values
  }

  /// The rows for the program's config tables.
  public func tableRows(for layout: ProgramLayout, file: String) throws(ConfigurationError) -> [TableRow] {
    var result: [TableRow] = []
    for (name, rows) in tables.sorted(by: { $0.key < $1.key }) {
      guard let array = layout.array(named: name), array.isConfig else {
        let known = layout.arrays.filter(\.isConfig).map(\.name).joined(separator: ", ")
        let line = rows.first?.line ?? 0
        throw ConfigurationError(
          file: file, line: line,
          reason: "\(layout.program) has no config table '\(name)'" + (known.isEmpty ? "" : "; it has \(known)"))
      }
      for row in rows { result.append(try Self.tableRow(row, of: array, file: file)) }
    }
    return result
  }

  private static func tableRow(
    _ row: Row, of array: ProgramLayout.Array, file: String
  ) throws(ConfigurationError) -> TableRow {
    guard row.index < array.size else {
      throw ConfigurationError(
        file: file, line: row.line, reason: "'\(array.name)' has rows 0 to \(array.size - 1), not \(row.index)")
    }
    var values = [UInt64](repeating: 0, count: array.element.fields.count)
    let fields = array.element.fields.map { (name: $0.name, bits: $0.bits) }
    for (name, scalar) in row.fields.sorted(by: { $0.key < $1.key }) {
      for (index, value) in try place(scalar, named: name, in: fields, "field of '\(array.name)'", file: file) {
        values[index] = value
      }
    }
    return TableRow(table: array.name, index: row.index, values: values)
  }

  /// Where a named value goes: one field, or the two halves of an `ipv6` (`name.hi`, `name.lo`).
  private static func place(
    _ scalar: Scalar, named name: String, in fields: [(name: String, bits: Int)], _ what: String, file: String
  ) throws(ConfigurationError) -> [(Int, UInt64)] {
    func fail(_ reason: String) -> ConfigurationError {
      ConfigurationError(file: file, line: scalar.line, reason: reason)
    }
    if let index = fields.firstIndex(where: { $0.name == name }) {
      guard let value = ScalarText.value(scalar.text) else {
        throw fail("'\(scalar.text)' is no value for '\(name)'")
      }
      let bits = fields[index].bits
      guard bits >= 64 || value < 1 << UInt64(bits) else { throw fail("'\(scalar.text)' does not fit \(bits) bits") }
      return [(index, value)]
    }
    if let high = fields.firstIndex(where: { $0.name == name + ".hi" }),
      let low = fields.firstIndex(where: { $0.name == name + ".lo" })
    {
      guard let halves = ScalarText.ipv6(scalar.text) else { throw fail("'\(scalar.text)' is no IPv6 address") }
      return [(high, halves.high), (low, halves.low)]
    }
    let known = fields.map(\.name).joined(separator: ", ")
    throw fail("no \(what) is named '\(name)'" + (known.isEmpty ? "" : "; there are \(known)"))
  }
}
