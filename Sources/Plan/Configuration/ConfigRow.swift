/// A text of a configuration file with its place, for whoever finds it wrong later.
public struct ConfigText: Hashable, Sendable {
  public var text: String
  public var line: Int
  public init(text: String, line: Int) {
    self.text = text
    self.line = line
  }
}

/// A row of a config table as the operator writes it: field name to text. `index` names the place of an array's row.
public struct ConfigRow: Hashable, Sendable {
  public var fields: [String: ConfigText]
  public var line: Int
  public init(fields: [String: ConfigText], line: Int) {
    self.fields = fields
    self.line = line
  }
}

/// What is wrong with a row, and where in its file.
public struct ConfigRowError: Error, Hashable, Sendable {
  public var line: Int
  public var reason: String
  public init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }
}

/// What the operator puts into a program's config tables, as the halves and the interpreter take it.
public struct ConfigContents: Codable, Hashable, Sendable {
  /// An element of an array, one value per field.
  public struct Element: Codable, Hashable, Sendable {
    public var array: String
    public var index: Int
    public var values: [UInt64]
    public init(array: String, index: Int, values: [UInt64]) {
      self.array = array
      self.index = index
      self.values = values
    }
  }

  /// All rows of a table.
  public struct Rows: Codable, Hashable, Sendable {
    public var table: String
    public var rows: [ProgramLayout.Row]
    public init(table: String, rows: [ProgramLayout.Row]) {
      self.table = table
      self.rows = rows
    }
  }

  public var elements: [Element] = []
  public var tables: [Rows] = []

  public init() {}
}
