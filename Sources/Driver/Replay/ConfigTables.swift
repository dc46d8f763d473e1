import CodeGenSupport
import Halves
import IR
import Interpreter
import Plan

/// Rows for a program's `config table`s: `cora … --tables FILE`, as `corad`'s configuration has them under `tables`.
public struct ConfigTables: Sendable {
  /// An element of an array: its fields in order.
  public struct Row: Codable, Hashable, Sendable {
    public var index: Int
    public var values: [UInt64]

    public init(index: Int, values: [UInt64]) {
      self.index = index
      self.values = values
    }
  }

  /// Elements of arrays, by the array's name.
  public var rows: [String: [Row]]
  /// Rows that name their fields, by table.
  public var named: [String: [ConfigRow]]
  /// The file they come from, for messages.
  public var file: String

  public init(rows: [String: [Row]], named: [String: [ConfigRow]] = [:], file: String = "") {
    self.rows = rows
    self.named = named
    self.file = file
  }

  public static let empty = ConfigTables(rows: [:])

  /// What the tables of a program hold; a table, a field or a text that does not fit it is an error with its line.
  public func contents(for layout: ProgramLayout) throws(DriverError) -> ConfigContents {
    do {
      var contents = try layout.contents(of: named)
      for (array, rows) in rows.sorted(by: { $0.key < $1.key }) {
        contents.elements += rows.map { .init(array: array, index: $0.index, values: $0.values) }
      }
      return contents
    } catch {
      throw DriverError("\(file):\(error.line): \(error.reason)")
    }
  }

  public func apply(to interpreter: Interpreter) throws(DriverError) {
    let contents = try contents(for: ProgramLayout(tablesOf: interpreter.program))
    try DriverError.wrapping {
      for element in contents.elements {
        try interpreter.configure(table: element.array, index: element.index, values: element.values)
      }
      for table in contents.tables { try interpreter.configure(table) }
    }
  }

  func apply(to half: some ConfigurableHalf) throws(DriverError) {
    let contents = try contents(for: half.layout)
    try DriverError.wrapping {
      for element in contents.elements {
        try half.configure(element.array, index: element.index, values: element.values)
      }
      for table in contents.tables { try half.configure(table.table, rows: table.rows) }
    }
  }

  func apply(to pair: SplitPair) throws(DriverError) {
    try apply(to: pair.host)
    try apply(to: pair.nic)
  }
}

extension Interpreter {
  /// Gives a table its rows as the halves take them.
  public func configure(_ table: ConfigContents.Rows) throws {
    let shape = program.state(named: table.table).flatMap { program[$0].table }
    try configure(table: table.table, rows: table.rows.map { TableRow($0, of: shape) })
  }
}

extension TableRow {
  /// A row of a table of that shape; without one no field is matched by a range.
  init(_ row: ProgramLayout.Row, of shape: TableState?) {
    var ranges: Set<Int> = []
    if case .ternary(let fields)? = shape?.match { ranges = fields }
    self.init(
      matches: row.matches.enumerated().map { index, bounds in
        ranges.contains(index)
          ? .range(bounds.first, bounds.second) : .masked(bounds.first, mask: bounds.second)
      },
      values: row.values)
  }
}

/// A half whose tables can be filled.
protocol ConfigurableHalf {
  var layout: ProgramLayout { get }
  func configure(_ table: String, index: Int, values: [UInt64]) throws
  func configure(_ table: String, rows: [ProgramLayout.Row]) throws
}

extension HostHalf: ConfigurableHalf {}
extension NICHalf: ConfigurableHalf {}
