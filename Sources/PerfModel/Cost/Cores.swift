extension Site {
  /// Nanoseconds of work per second that `cores` cores do together, parts of a core allowed.
  public func coreTime(of cores: Double) -> Estimate {
    efficiency(cores) * (cores * 1e9)
  }

  /// The same for all cores of the site; nothing for a site without its own.
  public var coreTime: Estimate { coreCount.map { efficiency($0.value) * ($0.estimate * 1e9) } ?? .zero }

  /// Linear between whole numbers of cores.
  private func efficiency(_ cores: Double) -> Estimate {
    guard let curve = coreEfficiency, cores.isFinite, cores < 1e6 else { return Estimate(exactly: 1) }
    let below = Int(cores)
    let part = cores - Double(below)
    return curve.value(at: max(1, below)) * (1 - part) + curve.value(at: max(1, below + 1)) * part
  }

  /// The cores, in parts, that do `nanosecondsPerSecond` of work; infinite when no number does.
  public func cores(for nanosecondsPerSecond: Double) -> Double {
    guard nanosecondsPerSecond > 0 else { return 0 }
    var low = 0.0
    var high = 2 * nanosecondsPerSecond / 1e9 + 1
    while coreTime(of: high).value < nanosecondsPerSecond {
      guard high < 1e6 else { return .infinity }
      high *= 2
    }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if coreTime(of: middle).value < nanosecondsPerSecond { low = middle } else { high = middle }
    }
    return high
  }
}
