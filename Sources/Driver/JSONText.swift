import Foundation

/// JSON as commands print it: indented, sorted, one newline at the end.
public enum JSONText {
  public static func text(_ value: some Encodable) throws(DriverError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try DriverError.wrapping { String(decoding: try encoder.encode(value), as: UTF8.self) + "\n" }
  }
}
