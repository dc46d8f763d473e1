extension Migration {
  /// One sentence: `getting there: 12,000 entry writes in 0.3 s, …`.
  public var text: String {
    guard entryWrites > 0 else { return "getting there moves no record" }
    let moved = moves.map { "\($0.state) \(Figures.grouped($0.recalled)) back, \(Figures.grouped($0.promoted)) to the NIC" }
    let pays =
      paysAfterSeconds.map { "; it saves \(Figures.digits(savesCores)) cores and pays after \(Figures.digits($0)) s" }
      ?? "; it saves no cores"
    return "getting there: \(Figures.grouped(entryWrites)) entry writes in \(Figures.digits(seconds)) s "
      + "(\(moved.joined(separator: "; "))), \(Figures.short(puntedPackets)) packets by the host meanwhile, "
      + "\(Figures.digits(hostCoreSeconds)) core-seconds" + pays
  }
}

extension Counterfactual {
  /// `if entries <= 61,000: 0.9 host cores, 15.8 fewer`.
  public var text: String {
    let change =
      savesCores.magnitude < 0.000_5
      ? "as many as now" : "\(Figures.digits(savesCores.magnitude)) \(savesCores > 0 ? "fewer" : "more")"
    return "\(condition): \(Figures.digits(hostCores)) host cores, \(change), up to \(Figures.rate(ratePps))"
  }
}

extension [DecidingPrior] {
  var text: String {
    guard !isEmpty else { return "  no prior decides: the plan and its bottleneck are the same at both ends of each" }
    return map {
      "  prior decides: \($0.place) at its \($0.end) end changes the \($0.changes.joined(separator: " and the ")) "
        + "(\($0.bottleneck), \(Figures.digits($0.hostCores)) host cores)"
    }.joined(separator: "\n")
  }
}
