import IR
import Plan

extension ProgramLayout.Row {
  /// A row as the halves take it.
  public init(_ row: TableRow) {
    self.init(
      matches: row.matches.map { match in
        switch match {
        case .masked(let value, let mask): ProgramLayout.Bounds(value, mask)
        case .range(let low, let high): ProgramLayout.Bounds(low, high)
        }
      }, values: row.values)
  }
}
