import IR
import Interpreter

/// A change of a config table while packets flow.
public enum TableChange: Hashable, Sendable {
  /// An element of a table that is an array: one value for each field.
  case element(table: String, index: Int, values: [UInt64])

  /// Makes the change.
  ///
  /// - Throws: `InterpreterError` when it does not fit the program.
  public func apply(to interpreter: Interpreter) throws {
    switch self {
    case .element(let table, let index, let values):
      try interpreter.configure(table: table, index: index, values: values)
    }
  }
}
