/// Why a host half could not be loaded or used.
public enum HostHalfError: Error, Hashable, Sendable, CustomStringConvertible {
  case notLoadable(path: String, reason: String)
  case noEntry(path: String)
  case otherInterface(path: String, found: UInt32, expected: UInt32)
  /// The object's and the layout's program digests.
  case otherProgram(path: String, found: String, expected: String)
  case otherShape(path: String, what: String)
  case parameterCount(found: Int, expected: Int)
  case outOfMemory(bytes: Int)
  case initFailed(path: String)
  case noTable(name: String)
  case notConfigurable(name: String)
  case noElement(table: String, index: Int, size: Int)
  case fieldCount(table: String, found: Int, expected: Int)
  case tooManyRows(table: String, found: Int, capacity: Int)
  /// Their masks are not those that the table's kind of match has.
  case rowsRefused(table: String)

  public var description: String {
    switch self {
    case .notLoadable(let path, let reason): "\(path): not loadable: \(reason)"
    case .noEntry(let path): "\(path): no symbol cora_nf_entry: not a host half"
    case .otherInterface(let path, let found, let expected):
      "\(path): made for interface version \(found), this is version \(expected)"
    case .otherProgram(let path, let found, let expected):
      "\(path): holds program \(found), the layout is of \(expected)"
    case .otherShape(let path, let what): "\(path): does not fit the layout: \(what)"
    case .parameterCount(let found, let expected): "\(found) parameters given, the program has \(expected)"
    case .outOfMemory(let bytes): "no memory for the host half's states (\(bytes) bytes)"
    case .initFailed(let path): "\(path): the half did not accept its memory"
    case .noTable(let name): "no table '\(name)' in this program"
    case .notConfigurable(let name): "'\(name)' is no config table: only the program writes it"
    case .noElement(let table, let index, let size): "'\(table)' has elements 0 to \(size - 1), not \(index)"
    case .fieldCount(let table, let found, let expected): "'\(table)' has \(expected) fields, \(found) values given"
    case .tooManyRows(let table, let found, let capacity): "'\(table)' has room for \(capacity) rows, not \(found)"
    case .rowsRefused(let table): "the rows do not fit the match of '\(table)'"
    }
  }
}
