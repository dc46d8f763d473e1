import Foundation
import Halves
import IR
import Interpreter

/// Rows for a program's `config table`s, from a JSON file: `{"backends": [{"index": 0, "values": [3232235777, 1]}]}`,
/// where a row's values are the element's fields in order.
public struct ConfigTables: Sendable {
  public struct Row: Codable, Hashable, Sendable {
    public var index: Int
    public var values: [UInt64]

    public init(index: Int, values: [UInt64]) {
      self.index = index
      self.values = values
    }
  }

  public var rows: [String: [Row]]

  public init(rows: [String: [Row]]) { self.rows = rows }

  public static let empty = ConfigTables(rows: [:])

  public init(path: String) throws(DriverError) {
    guard let data = FileManager.default.contents(atPath: path) else { throw DriverError("\(path): cannot be read") }
    do {
      rows = try JSONDecoder().decode([String: [Row]].self, from: data)
    } catch {
      throw DriverError("\(path): not a table file: {\"TABLE\": [{\"index\": N, \"values\": […]}]} is expected")
    }
  }

  /// Writes all rows; a table, index or number of values that does not fit the program is an error.
  func apply(to interpreter: Interpreter) throws(DriverError) {
    try each { try interpreter.configure(table: $0, index: $1, values: $2) }
  }

  func apply(to half: HostHalf) throws(DriverError) {
    try each { try half.configure($0, index: $1, values: $2) }
  }

  func apply(to half: NICHalf) throws(DriverError) {
    try each { try half.configure($0, index: $1, values: $2) }
  }

  func apply(to pair: SplitPair) throws(DriverError) {
    try each { try pair.configure($0, index: $1, values: $2) }
  }

  func each(_ write: (String, Int, [UInt64]) throws -> Void) throws(DriverError) {
    try DriverError.wrapping {
      for (table, rows) in rows.sorted(by: { $0.key < $1.key }) {
        for row in rows { try write(table, row.index, row.values) }
      }
    }
  }
}
