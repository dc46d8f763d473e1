/// Columns of text, each as wide as its widest cell, two spaces apart.
public struct TextTable {
  private var rows: [[String]] = []
  /// Columns whose cells end at the same place.
  let rightAligned: Set<Int>

  public init(_ header: [String], rightAligned: Set<Int> = []) {
    rows = [header]
    self.rightAligned = rightAligned
  }

  public mutating func add(_ row: [String]) { rows.append(row) }

  public func text(indent: String) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { line($0, widths, indent) }.joined(separator: "\n")
  }

  private func line(_ row: [String], _ widths: [Int], _ indent: String) -> String {
    let cells = row.enumerated().map { column, cell in
      let padding = String(repeating: " ", count: widths[column] - cell.count)
      return rightAligned.contains(column) ? padding + cell : cell + padding
    }
    var line = indent + cells.joined(separator: "   ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
