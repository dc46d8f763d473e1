import CodeGenSupport
import Foundation
import IR
import Plan
import TraceGenerator

extension ProgramSource {
  /// What lies beside the program for trials: the rows of `NAME.config.yaml`; none where there is no such file.
  public func tablesBeside() throws(DriverError) -> ConfigTables {
    let stem = file.path.hasSuffix(".nf") ? String(file.path.dropLast(3)) : file.path
    let path = stem + ".config.yaml"
    return FileManager.default.fileExists(atPath: path) ? try ConfigTables(path: path) : .empty
  }
}

extension ConfigTables {
  /// The same as changes that guided traffic begins with.
  public func changes(for program: Program) throws(DriverError) -> [TableChange] {
    let contents = try contents(for: ProgramLayout(tablesOf: program))
    let elements = contents.elements.map {
      TableChange.element(table: $0.array, index: $0.index, values: $0.values)
    }
    return elements
      + contents.tables.map { table in
        let shape = program.state(named: table.table).flatMap { program[$0].table }
        return .rows(table: table.table, rows: table.rows.map { TableRow($0, of: shape) })
      }
  }
}
