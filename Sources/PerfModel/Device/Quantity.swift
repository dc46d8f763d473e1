/// A number of a device file: its interval, its unit, and where it comes from.
public struct Quantity: Hashable, Sendable {
  public var estimate: Estimate
  public var unit: Unit
  /// Begins with its provenance: `[M]` measured, `[S]` vendor source or documentation, `[D]` derived, `[P]` a prior.
  public var source: String

  public init(_ estimate: Estimate, _ unit: Unit, source: String) {
    self.estimate = estimate
    self.unit = unit
    self.source = source
  }

  public var value: Double { estimate.value }
}

/// The units of device files.
public enum Unit: String, Hashable, Sendable, CaseIterable {
  case nanoseconds = "ns"
  /// Cycles of the site's own clock.
  case cycles
  case hertz = "Hz"
  case perSecond = "/s"
  case bytes
  case bitsPerSecond = "bit/s"
  case count
  case ratio
  case seconds = "s"
}

/// How well a number is known.
public enum Provenance: String, Hashable, Sendable, CaseIterable {
  case measured = "[M]"
  case vendor = "[S]"
  case derived = "[D]"
  case prior = "[P]"

  /// The provenance a source text begins with.
  public init?(source: String) {
    guard let found = Provenance.allCases.first(where: { source.hasPrefix($0.rawValue + " ") }) else { return nil }
    self = found
  }
}
