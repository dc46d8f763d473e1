import PerfModel

/// The highest rate that a system carries: fewer than one packet in a thousand find a queue full.
///
/// A control path that cannot follow costs the hot set share, not packets; so a ceiling of control-path writes is not found here.
public struct CapacitySearch: Sendable {
  /// Share of the packets that may be lost.
  public static let mostLoss = 0.001
  /// The answer is this near, as a share of it.
  public static let precision = 0.005

  let system: VirtualSystem
  var settings: SimulationSettings
  /// Packets per run.
  let packets: Double

  /// Each run is of so many packets; rate and time of `settings` are not used.
  public init(_ system: VirtualSystem, _ settings: SimulationSettings, packetsPerRun: Int) {
    self.system = system
    self.settings = settings
    packets = Double(packetsPerRun)
  }

  /// Looks between a thousandth and twice the closed form's rate, packets per second.
  public func capacity() -> Double {
    var cache = TermCache()
    let guess = system.model.predict(system.assignment, .cores(Double(settings.hostCores)), &cache).rate.value
    var (low, high) = (guess * 0.95, guess * 1.05)
    while !carries(low), low > guess / 1000 { (low, high) = (low * 0.8, low) }
    while carries(high), high < guess * 2 { (low, high) = (high, high * 1.1) }
    while high - low > Self.precision * low {
      let middle = (low + high) / 2
      if carries(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// Whether the system carries a rate: one run.
  public func carries(_ rate: Double) -> Bool {
    var settings = settings
    settings.rate = rate
    settings.seconds = packets / rate
    return system.run(settings).lossShare < Self.mostLoss
  }
}
