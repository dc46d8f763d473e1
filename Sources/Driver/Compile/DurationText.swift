/// Times as people write them.
public enum DurationText {
  private static let units: [(suffix: String, milliseconds: Double)] = [("ms", 1), ("s", 1000), ("m", 60_000)]

  /// Milliseconds of a text such as `2s`, `500ms` or `1.5m`; `option` is named in the error.
  public static func milliseconds(_ text: String, of option: String) throws(DriverError) -> Double {
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
      let number = Double(text.dropLast(unit.suffix.count)), number > 0, number.isFinite
    else { throw DriverError.misuse("\(option) \(text): a time such as 2s or 500ms is expected") }
    return number * unit.milliseconds
  }
}
