/// What the model says of one assignment.
public struct Prediction: Hashable, Sendable {
  /// Packets per second that the least ceiling allows.
  public var rate: Estimate
  /// Packets per second whatever packets come.
  public var guaranteedRate: Double
  public var bottleneck: Ceiling.Resource
  /// Lowest first.
  public var ceilings: [Ceiling]
  /// The rate that the figures below are for: the target where it can be met.
  public var operatingRate: Double
  /// Host cores, in parts, that the operating rate takes; the NIC half's among them where it uses them.
  public var hostCores: Double
  /// Host cores that the prediction was allowed.
  public var hostCoresAllowed: Double
  /// Cycles of the host half per offered packet, receiving and sending included.
  public var hostCyclesPerPacket: Estimate
  /// The same with the NIC half's, where it uses the host's cores.
  public var allCyclesPerPacket: Estimate
  public var latency: Latency
  public var demands: Demands
  /// Share of each path's packets finished on the NIC, in the order of the model's paths.
  public var finishedOnNIC: [Double]
  public var use: NICUse
  /// Table entries that the host writes on the NIC per second while packets come at the ceiling.
  public var tableWrites: Estimate
}

/// How much of the NIC site an assignment takes.
public struct NICUse: Hashable, Sendable {
  /// Busy share of the NIC site's own cores or memory engine at the operating rate; 0 where it uses the host's.
  public var utilisation: Double
  /// Table entries over all maps, and the share of those allowed; the share is 0 where nothing limits them.
  public var entries: Int
  public var entryShare: Double
  public var bytes: Double
  public var byteShare: Double
  /// Estimated instructions of the NIC half, and the share of those allowed; nil where nothing limits them.
  public var instructions: Estimate?
  public var instructionShare: Double

  /// One number to compare by: the mean of what is busy and what is full.
  public var total: Double { (utilisation + max(entryShare, byteShare)) / 2 }

  /// Why it does not fit; nil when it does.
  public var overflow: String? {
    if entryShare > 1 { return "\(entries) entries are more than the card holds" }
    if byteShare > 1 { return "\(Int(bytes)) bytes of tables are more than the card holds" }
    if instructionShare > 1 {
      return "about \(Int(instructions?.value ?? 0)) instructions are more than the card takes"
    }
    return nil
  }
}
