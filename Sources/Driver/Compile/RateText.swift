import Planner

/// Packet rates as people write them.
public enum RateText {
  private static let units: [(suffix: String, factor: Double)] = [
    ("gpps", 1e9), ("mpps", 1e6), ("kpps", 1e3), ("pps", 1), ("g", 1e9), ("m", 1e6), ("k", 1e3), ("", 1),
  ]

  /// Packets per second of a text such as `20Mpps`, `1.5M` or `800000`; nil when it is none.
  public static func packetsPerSecond(_ text: String) -> Double? {
    let lower = text.lowercased().replacing("_", with: "")
    guard let unit = units.first(where: { lower.hasSuffix($0.suffix) }),
      let number = Double(lower.dropLast(unit.suffix.count)), number > 0, number.isFinite
    else { return nil }
    return number * unit.factor
  }

  /// The goal that `--rate` and `--cores` ask for; at most one may be given.
  public static func goal(rate: String?, cores: Double?) throws(DriverError) -> Goal {
    switch (rate, cores) {
    case (nil, nil): return .mostRate
    case (let rate?, nil):
      guard let value = packetsPerSecond(rate) else {
        throw DriverError.misuse("--rate \(rate): a rate such as 20Mpps is expected")
      }
      return .rate(value)
    case (nil, let cores?):
      guard cores > 0, cores.isFinite else { throw DriverError.misuse("--cores \(cores): a number above 0 is expected") }
      return .cores(cores)
    case (_?, _?): throw DriverError.misuse("give --rate or --cores, not both")
    }
  }
}
