/// Why a program cannot be run, or a table not be configured.
public enum InterpreterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The program breaks a rule of the IR; `message` is the verifier's.
  case malformed(message: String)
  /// A state asks for more than `atMost` words of 64 bits.
  case stateTooLarge(state: String, words: Int, atMost: Int)
  case outOfMemory(state: String, elements: Int)
  case wrongParameterCount(given: Int, expected: Int)
  case parameterOutOfRange(name: String, value: UInt64, bits: Int)
  case noSuchTable(name: String)
  case indexOutOfRange(table: String, index: Int, size: Int)
  case wrongFieldCount(table: String, given: Int, expected: Int)
  case valueOutOfRange(table: String, field: String, value: UInt64, bits: Int)
  case tooManyRows(table: String, given: Int, capacity: Int)
  /// `row` counts from 0.
  case wrongRow(table: String, row: Int, problem: String)

  public var description: String {
    switch self {
    case .malformed(let message): "program is not well formed: \(message)"
    case .stateTooLarge(let state, let words, let atMost):
      "'\(state)' takes \(words) words of memory, the interpreter gives \(atMost) at most"
    case .outOfMemory(let state, let elements): "no memory for \(elements) elements of '\(state)'"
    case .wrongParameterCount(let given, let expected): "\(given) parameters given, program has \(expected)"
    case .parameterOutOfRange(let name, let value, let bits):
      "parameter '\(name)': \(value) needs more than \(bits) bits"
    case .noSuchTable(let name): "program has no config table '\(name)'"
    case .indexOutOfRange(let table, let index, let size): "'\(table)' has \(size) elements, there is no index \(index)"
    case .wrongFieldCount(let table, let given, let expected):
      "'\(table)' has \(expected) fields, \(given) values given"
    case .tooManyRows(let table, let given, let capacity): "'\(table)' takes \(capacity) rows, not \(given)"
    case .wrongRow(let table, let row, let problem): "row \(row) of '\(table)': \(problem)"
    case .valueOutOfRange(let table, let field, let value, let bits):
      "'\(table)': \(value) needs more than the \(bits) bits of '\(field)'"
    }
  }
}
