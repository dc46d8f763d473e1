/// Makes a profile from packets, one at a time, and from what a program does with them.
///
///     var builder = ProfileBuilder(states: ["bindings", "owners"])
///     builder.packet(bytes, time: time, path: outcome.path)
///     builder.lookup(state: 0, key: key, hit: true)      // of the packet given last
///     let profile = builder.profile(program: "SourceNAT", digest: digest)
public struct ProfileBuilder {
  private let stateNames: [String]
  private var states: [StateUse]
  private var flows = KeyCounter()
  private var newFlows = ArrivalRate()
  private var paths = KeyCounter()
  private var packetsWithPath = 0
  private var sizes = SizeHistogram()
  private var bursts = BurstMeter()
  private var firstTime: UInt64?
  private var lastTime: UInt64 = 0

  /// Packets given so far.
  public private(set) var packets = 0

  /// `states`: names of the program's maps; a state is told by its position among them.
  public init(states: [String] = []) {
    stateNames = states
    self.states = Array(repeating: StateUse(), count: states.count)
  }

  private var elapsed: UInt64 { lastTime - (firstTime ?? lastTime) }

  /// Takes the next packet: its bytes as it arrived, its time in nanoseconds (one that goes back counts as that of the packet
  /// before), and the path it took, if a program ran.
  public mutating func packet(_ bytes: UnsafeRawBufferPointer, time: UInt64, path: UInt32? = nil) {
    packet(flow: FlowHash.of(packet: bytes), bytes: bytes.count, time: time, path: path)
  }

  /// Takes the next packet by the hash of its flow and its length in bytes.
  public mutating func packet(flow: UInt64, bytes: Int, time: UInt64, path: UInt32? = nil) {
    if firstTime == nil { firstTime = time }
    lastTime = max(lastTime, time)
    packets += 1
    sizes.packet(bytes: bytes)
    bursts.packet(at: lastTime)
    if flows.add(flow) { newFlows.add(at: elapsed) }
    if let path {
      paths.add(UInt64(path))
      packetsWithPath += 1
    }
  }

  /// The last packet looked a key up. Only keys that are there count as active.
  public mutating func lookup(state: Int, key: some Sequence<UInt64>, hit: Bool) {
    guard states.indices.contains(state) else { return }
    states[state].look(packet: packets)
    if hit { states[state].use(key: Self.hash(key)) }
  }

  /// The last packet inserted a key.
  public mutating func insert(state: Int, key: some Sequence<UInt64>) {
    guard states.indices.contains(state) else { return }
    states[state].look(packet: packets)
    states[state].use(key: Self.hash(key))
    states[state].insert(elapsed: elapsed)
  }

  private static func hash(_ key: some Sequence<UInt64>) -> UInt64 {
    var hash = FlowHash()
    for word in key { hash.add(word) }
    return hash.value
  }

  /// The profile of what was given so far; nil when there was no packet.
  public func profile(program: String? = nil, digest: String? = nil) -> TrafficProfile? {
    guard packets > 0 else { return nil }
    let seconds = Double(elapsed) / 1e9
    return TrafficProfile(
      packets: packets, durationSeconds: seconds.rounded(toDigits: 6),
      packetsPerSecond: elapsed > 0 ? (Double(packets - 1) / seconds).rounded(toDigits: 6) : 0,
      burstiness: bursts.burstiness, sizes: sizes.sizes, flows: flowPopularity, program: program, programDigest: digest,
      paths: pathShares, states: stateTraffic)
  }

  private var flowPopularity: FlowPopularity {
    let curve = RankCurve(counts: flows.counts)
    return FlowPopularity(
      count: flows.count, newPerSecond: newFlows.perSecond(over: elapsed).rounded(toDigits: 4),
      exponent: Zipf.exponent(fitting: curve), curve: curve)
  }

  private var pathShares: [PathShare] {
    paths.sorted.map { path, uses in
      PathShare(path: Int(path), share: (Double(uses) / Double(packetsWithPath)).rounded(toDigits: 6))
    }
  }

  private var stateTraffic: [String: StateTraffic] {
    var result: [String: StateTraffic] = [:]
    for (name, use) in zip(stateNames, states) { result[name] = use.traffic(ofPackets: packets, duration: elapsed) }
    return result
  }
}
