extension SyntheticTraffic {
  /// An error for settings that no traffic can be made from.
  func check() throws(SynthesisError) {
    func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws(SynthesisError) {
      if !condition { throw SynthesisError(reason: reason()) }
    }
    try require((1...Self.mostFlows).contains(flows), "flows must be 1 to \(Self.mostFlows), not \(flows)")
    try require((0...4).contains(exponent), "the Zipf exponent must be 0 to 4, not \(exponent)")
    try require((0...1 << 40).contains(packets), "packets must be 0 to 2^40, not \(packets)")
    try require((1...1e9).contains(packetsPerSecond), "the rate must be 1 to 10^9 packets/s, not \(packetsPerSecond)")
    try require((0...1).contains(tcpShare), "the share of TCP must be 0 to 1, not \(tcpShare)")
    try require(!sizes.parts.isEmpty, "there must be at least one packet size")
    for part in sizes.parts {
      try require((64...9018).contains(part.bytes), "packet sizes must be 64 to 9018 bytes, not \(part.bytes)")
      try require((0...1 << 20).contains(part.weight), "weights of sizes must be 0 to 2^20, not \(part.weight)")
    }
    try require(sizes.parts.contains { $0.weight > 0 }, "a packet size must have a weight above 0")
    try require(inside.address.isIPv6 == servers.address.isIPv6, "inside and servers must be of one IP version")
    let plan = FlowPlan(self)
    try require(
      flows <= plan.mostFlows, "\(flows) distinct flows do not fit the prefixes, \(plan.mostFlows) do")
  }

  static let mostFlows = 1 << 26
}

/// Which five-tuple is whose: flow f has the host f mod hosts; its source port and server come from the quotient.
struct FlowPlan {
  let hosts: Int
  let servers: Int
  private static let firstPort = 1024
  private static let portCount = 65_536 - firstPort

  init(_ traffic: SyntheticTraffic) {
    hosts = Self.hosts(in: traffic.inside)
    servers = Self.hosts(in: traffic.servers)
  }

  /// Five-tuples there are for one protocol.
  var mostFlows: Int { hosts * servers * Self.portCount }

  /// Addresses used of a prefix: not its first and last where there are more than two, and at most 65,534.
  private static func hosts(in prefix: IPPrefix) -> Int {
    let free = prefix.freeBits
    return free == 0 ? 1 : free == 1 ? 2 : (1 << min(free, 16)) - 2
  }

  /// Offset within `inside`, offset within `servers`, and source port of a flow. Distinct flows differ: the ports of a host are
  /// walked by a stride that has no common factor with their number.
  func place(of flow: Int) -> (host: Int, server: Int, port: UInt16) {
    let (turn, host) = flow.quotientAndRemainder(dividingBy: hosts)
    let (round, step) = turn.quotientAndRemainder(dividingBy: Self.portCount)
    let port = (step * 25_667 + host * 101) % Self.portCount
    return (host, (round + host + step) % servers, UInt16(Self.firstPort + port))
  }
}
