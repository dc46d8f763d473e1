import Foundation
import Plan
import Yams

extension ConfigTables {
  /// Reads a YAML or JSON file: `routes: [{address: 10.0.0.0/8, port: outside}]`, or, of an array, its fields in order:
  /// `{"backends": [{"index": 0, "values": [3232235777, 1]}]}`.
  public init(path: String) throws(DriverError) {
    guard let data = FileManager.default.contents(atPath: path) else { throw DriverError("\(path): cannot be read") }
    try self.init(text: String(decoding: data, as: UTF8.self), file: path)
  }

  /// Reads the text of such a file; `file` is for messages.
  public init(text: String, file: String) throws(DriverError) {
    self.init(rows: [:], file: file)
    guard let root = (try? Yams.compose(yaml: text)) ?? nil, case .mapping(let tables) = root else {
      throw Self.fault(file, nil)
    }
    for (key, value) in tables {
      guard let name = key.scalar?.string, case .sequence(let nodes) = value else { throw Self.fault(file, key) }
      try read(nodes, of: name)
    }
  }

  private static func fault(_ file: String, _ node: Node?) -> DriverError {
    let place = node?.mark.map { ":\($0.line)" } ?? ""
    return DriverError(
      "\(file)\(place): not a table file: 'TABLE: [{FIELD: VALUE, …}, …]' is expected, in YAML or JSON")
  }

  private mutating func read(_ nodes: Node.Sequence, of name: String) throws(DriverError) {
    for node in nodes {
      guard case .mapping(let fields) = node else { throw Self.fault(file, node) }
      if case .sequence(let values)? = fields["values"] {
        rows[name, default: []].append(try element(fields, values, node))
      } else {
        named[name, default: []].append(try row(fields, node))
      }
    }
    if nodes.isEmpty { named[name] = [] }
  }

  private func element(_ fields: Node.Mapping, _ values: Node.Sequence, _ node: Node) throws(DriverError) -> Row {
    var numbers: [UInt64] = []
    for value in values {
      guard let number = value.scalar.flatMap({ ScalarText.value($0.string) }) else { throw Self.fault(file, value) }
      numbers.append(number)
    }
    guard let index = fields["index"]?.int, fields.count == 2 else { throw Self.fault(file, node) }
    return Row(index: index, values: numbers)
  }

  private func row(_ fields: Node.Mapping, _ node: Node) throws(DriverError) -> ConfigRow {
    var row = ConfigRow(fields: [:], line: node.mark?.line ?? 0)
    for (key, value) in fields {
      guard let name = key.scalar?.string, let text = value.scalar?.string else { throw Self.fault(file, value) }
      row.fields[name] = ConfigText(text: text, line: value.mark?.line ?? row.line)
    }
    return row
  }
}
