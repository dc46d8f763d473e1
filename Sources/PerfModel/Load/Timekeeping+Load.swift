extension Timekeeping {
  /// - Returns: nil for a site that neither reads the time nor keeps it for its entries.
  /// - Throws: where it does and does not say how finely, where it does not and says so, and for clocks in the wrong order.
  init?(_ site: DeviceReader, _ capabilities: Set<Capability>) throws {
    guard !capabilities.isDisjoint(with: [.clock, .touch]) else {
      guard let node = site.child("timekeeping") else { return nil }
      throw DeviceError.contradiction(
        "a site with neither 'clock' nor 'touch' keeps no time", node, at: site.keyPath("timekeeping"))
    }
    let reader = try DeviceReader(
      site.required("timekeeping"), path: site.keyPath("timekeeping"), known: ["fine", "coarse"])
    fine = try reader.positiveQuantity("fine", [.nanoseconds])
    coarse = reader.child("coarse") == nil ? nil : try reader.positiveQuantity("coarse", [.nanoseconds])
    if let coarse, coarse.value <= fine.value {
      throw DeviceError.contradiction(
        "a coarse clock of \(coarse.value) ns beside a fine one of \(fine.value) ns", try reader.required("coarse"),
        at: reader.keyPath("coarse"))
    }
  }
}
