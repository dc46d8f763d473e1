import IR
import Interpreter

/// A change of a config table while packets flow.
public enum TableChange: Hashable, Sendable {
  /// An element of a table that is an array: one value for each field.
  case element(table: String, index: Int, values: [UInt64])
  /// All rows of a table that is looked up by a key.
  case rows(table: String, rows: [TableRow])

  /// Makes the change.
  ///
  /// - Throws: `InterpreterError` when it does not fit the program.
  public func apply(to interpreter: Interpreter) throws {
    switch self {
    case .element(let table, let index, let values):
      try interpreter.configure(table: table, index: index, values: values)
    case .rows(let table, let rows): try interpreter.configure(table: table, rows: rows)
    }
  }
}

extension TableChange: CustomStringConvertible {
  /// A word, such as `backends[3]=167772161,1`, or `routes=10/4294967040,64-127:2;…`: for each row its matches, each with a mask
  /// or as a range, then its values.
  public var description: String {
    switch self {
    case .element(let table, let index, let values): "\(table)[\(index)]=" + Self.list(values)
    case .rows(let table, let rows): "\(table)=" + rows.map(Self.text).joined(separator: ";")
    }
  }

  /// Reads `description` back; nil for anything else.
  public init?(_ word: String) {
    let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, !sides[0].isEmpty else { return nil }
    let left = sides[0].split(separator: "[", maxSplits: 1)
    if left.count == 2 {
      guard left[1].hasSuffix("]"), let index = Int(left[1].dropLast()), let values = Self.numbers(sides[1]) else {
        return nil
      }
      self = .element(table: String(left[0]), index: index, values: values)
    } else {
      let words = sides[1].split(separator: ";")
      let rows = words.compactMap(Self.row)
      guard rows.count == words.count else { return nil }
      self = .rows(table: String(left[0]), rows: rows)
    }
  }

  private static func list(_ values: [UInt64]) -> String { values.map(String.init).joined(separator: ",") }

  private static func text(_ row: TableRow) -> String {
    let matches = row.matches.map { match in
      switch match {
      case .masked(let value, let mask): "\(value)/\(mask)"
      case .range(let low, let high): "\(low)-\(high)"
      }
    }
    return matches.joined(separator: ",") + ":" + list(row.values)
  }

  private static func numbers(_ text: Substring) -> [UInt64]? {
    let words = text.split(separator: ",")
    let numbers = words.compactMap { UInt64($0) }
    return numbers.count == words.count ? numbers : nil
  }

  private static func row(_ text: Substring) -> TableRow? {
    let sides = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, let values = numbers(sides[1]) else { return nil }
    let words = sides[0].split(separator: ",")
    let matches = words.compactMap(match)
    return matches.count == words.count ? TableRow(matches: matches, values: values) : nil
  }

  private static func match(_ text: Substring) -> FieldMatch? {
    for (separator, isRange) in [("/", false), ("-", true)] as [(Character, Bool)] {
      let numbers = text.split(separator: separator).compactMap { UInt64($0) }
      guard text.contains(separator), numbers.count == 2 else { continue }
      return isRange ? .range(numbers[0], numbers[1]) : .masked(numbers[0], mask: numbers[1])
    }
    return nil
  }
}
