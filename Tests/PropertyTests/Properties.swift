import IR
import Wire

/// A translated flow is translated the same way while it lives; no two live flows share a mapping; what comes back goes
/// to the host that the mapping is for.
struct StableMappings: TrafficProperty {
  private struct Mapping: Hashable { var transport: UInt8; var outside: Endpoint }
  private struct Holder { var flow: Flow; var seen: UInt64 }

  private let timeout: UInt64
  private var mappings: [Flow: Mapping] = [:]
  private var holders: [Mapping: Holder] = [:]
  private(set) var applied = 0

  init(_ program: Program) { timeout = program.timeouts.lowerBound }

  mutating func observe(_ passage: Passage) -> String? {
    switch (passage.port, passage.exit) {
    case ("inside", "outside"): leaves(passage)
    case ("outside", "inside"): comes(passage)
    default: nil
    }
  }

  private mutating func leaves(_ passage: Passage) -> String? {
    guard let flow = Flow(passage.before), let left = Flow(passage.after) else { return nil }
    let mapping = Mapping(transport: flow.transport, outside: left.from)
    if left.to != flow.to, flow.transport != IPProtocol.icmp { return "\(flow) went to \(left.to)" }
    applied += 1
    defer { keep(flow, mapping, passage) }
    if let holder = holders[mapping], holder.flow != flow, passage.time - holder.seen < timeout {
      return "\(flow) shares \(left.from) with \(holder.flow)"
    }
    guard let known = mappings[flow], let holder = holders[known], holder.flow == flow,
      passage.time - holder.seen < timeout, known != mapping
    else { return nil }
    return "\(flow) was \(known.outside) and is \(left.from)"
  }

  private mutating func comes(_ passage: Passage) -> String? {
    guard let flow = Flow(passage.before), let left = Flow(passage.after) else { return nil }
    let mapping = Mapping(transport: flow.transport, outside: flow.to)
    guard let holder = holders[mapping], passage.time - holder.seen < timeout else { return nil }
    applied += 1
    if holder.flow.from != left.to { return "\(flow.to) of \(holder.flow.from) led to \(left.to)" }
    keep(holder.flow, mapping, passage)
    return nil
  }

  /// A flow that may be ending is not known to live.
  private mutating func keep(_ flow: Flow, _ mapping: Mapping, _ passage: Passage) {
    guard passage.before?.ends != true else {
      mappings[flow] = nil
      holders[mapping] = nil
      return
    }
    mappings[flow] = mapping
    holders[mapping] = Holder(flow: flow, seen: passage.time)
  }
}

/// Nothing comes in that is no answer to what went out, but address resolution.
struct OnlyAnswersComeIn: TrafficProperty {
  /// Of TCP, whose life cycle has many; of all else.
  private let (connection, exchange): (UInt64, UInt64)
  /// By flow as seen from inside: when a packet of it passed.
  private var seen: [Flow: UInt64] = [:]
  private(set) var applied = 0

  init(_ program: Program) {
    connection = program.timeouts.upperBound
    exchange = program.states.first { $0.name == "exchanges" }?.map?.expiry?.nanoseconds ?? 0
  }

  mutating func observe(_ passage: Passage) -> String? {
    if passage.port == "inside", passage.exit == "outside", let flow = Flow(passage.before) {
      seen[flow] = passage.time
    }
    guard passage.port == "outside", passage.exit == "inside", !isResolution(passage.before) else { return nil }
    applied += 1
    guard let flow = Flow(passage.before)?.reversed else { return "a packet without a flow came in" }
    let timeout = flow.transport == IPProtocol.tcp ? connection : exchange
    guard let last = seen[flow], passage.time - last < timeout else { return "\(flow.reversed) was not asked for" }
    seen[flow] = passage.time
    return nil
  }

  /// ARP, and ICMPv6 types 133 to 136 (RFC 4861).
  private func isResolution(_ packet: PacketView?) -> Bool {
    guard let packet else { return false }
    if packet.ethernet.etherType == EtherType.arp { return true }
    return packet.ipv6 != nil && packet.icmp.map { (133...136).contains($0.type) } ?? false
  }
}

/// Of what one address is sent, no more passes in any span than rate × time + burst, 2 MB/s and 128 kB, and no more than 1 MB/s and
/// 64 kB without a mark.
struct RateIsKept: TrafficProperty {
  private struct Level { var bytes: Double; var time: UInt64 }

  /// Bytes in a second, and at once.
  private static let all = (rate: 2_000_000.0, burst: 128_000.0)
  private static let unmarked = (rate: 1_000_000.0, burst: 64_000.0)
  /// What has passed above the rate, at most over all spans that end now.
  private var levels: [IPAddress: Level] = [:]
  private var unmarkedLevels: [IPAddress: Level] = [:]
  private(set) var applied = 0

  init(_ program: Program) {}

  mutating func observe(_ passage: Passage) -> String? {
    guard passage.port == "outside", passage.exit == "inside", let address = passage.before?.destination else {
      return nil
    }
    applied += 1
    let bytes = Self.add(passage, to: &levels[address], rate: Self.all.rate)
    if bytes > Self.all.burst + 1 { return "\(address) got \(Int(bytes)) bytes above its rate" }
    if Self.isMarked(passage.after) { return nil }
    let unmarked = Self.add(passage, to: &unmarkedLevels[address], rate: Self.unmarked.rate)
    return unmarked <= Self.unmarked.burst + 1 ? nil : "\(address) got \(Int(unmarked)) bytes unmarked"
  }

  /// As class AF13.
  private static func isMarked(_ packet: PacketView?) -> Bool {
    guard let packet else { return false }
    let bytes = Array(packet.ethernet.payload.prefix(2))
    guard bytes.count == 2 else { return false }
    return (packet.ipv4 != nil ? bytes[1] : bytes[0] << 4 | bytes[1] >> 4) >> 2 == 14
  }

  /// The level that a packet brings a bucket to.
  private static func add(_ passage: Passage, to level: inout Level?, rate: Double) -> Double {
    let before = level ?? Level(bytes: 0, time: passage.time)
    let flown = rate * Double(passage.time - before.time) / 1e9
    let bytes = max(0, before.bytes - flown) + Double(passage.packet.count)
    level = Level(bytes: bytes, time: passage.time)
    return bytes
  }
}

/// A connection keeps its backend while it lives; answers come from that backend alone, with the service's address.
struct BackendsAreKept: TrafficProperty {
  private struct Choice { var backend: IPAddress; var seen: UInt64 }

  private let timeout: UInt64
  private var choices: [Flow: Choice] = [:]
  private(set) var applied = 0

  init(_ program: Program) { timeout = program.timeouts.lowerBound }

  /// A backend may have another address now.
  mutating func tablesChanged() { choices = [:] }

  mutating func observe(_ passage: Passage) -> String? {
    guard let flow = Flow(passage.before), let left = Flow(passage.after), let exit = passage.exit else { return nil }
    return exit == "servers" ? request(flow, left, passage.time) : answer(flow, left, passage.time)
  }

  private mutating func request(_ flow: Flow, _ left: Flow, _ time: UInt64) -> String? {
    defer { choices[flow] = Choice(backend: left.to.address, seen: time) }
    guard let choice = choices[flow], time - choice.seen < timeout else { return nil }
    applied += 1
    return choice.backend == left.to.address ? nil : "\(flow) went to \(choice.backend), then to \(left.to.address)"
  }

  private mutating func answer(_ flow: Flow, _ left: Flow, _ time: UInt64) -> String? {
    guard let choice = choices[left.reversed], time - choice.seen < timeout else { return nil }
    applied += 1
    choices[left.reversed]?.seen = time
    return choice.backend == flow.from.address ? nil : "\(flow.from) answered for \(choice.backend)"
  }
}

/// No client has more than 16 TCP connections open that have not begun to end.
struct ConnectionsAreFew: TrafficProperty {
  private static let most = 16
  private let timeout: UInt64
  /// By client: when a packet of each of its connections passed.
  private var connections: [IPAddress: [Flow: UInt64]] = [:]
  private(set) var applied = 0

  init(_ program: Program) { timeout = program.timeouts.lowerBound }

  mutating func observe(_ passage: Passage) -> String? {
    guard passage.exit != nil, let packet = passage.before, packet.tcp != nil, let sent = Flow(packet) else { return nil }
    let flow = passage.port == "clients" ? sent : sent.reversed
    let client = flow.from.address
    if packet.ends {
      connections[client]?[flow] = nil
      return nil
    }
    if passage.port == "servers", connections[client]?[flow] == nil { return nil }
    applied += 1
    var live = (connections[client] ?? [:]).filter { passage.time - $0.value < timeout }
    live[flow] = passage.time
    connections[client] = live
    return live.count <= Self.most ? nil : "\(client) has \(live.count) connections"
  }
}

/// What comes with right checksums leaves with right checksums. What comes in a tunnel is left out: whether the packet within is
/// right cannot be told from outside.
struct ChecksumsHold: TrafficProperty {
  private(set) var applied = 0
  init() {}
  init(_ program: Program) {}

  mutating func observe(_ passage: Passage) -> String? {
    guard passage.exit != nil, passage.output != passage.packet, !isTunnelled(passage.before) else { return nil }
    let before = Checksum.verify(passage.packet)
    guard before.isIntact, before.ipv4 == true || before.transport == true else { return nil }
    applied += 1
    let after = Checksum.verify(passage.output)
    return after.isIntact ? nil : "\(before) became \(after): \(passage.packet) \(passage.output)"
  }

  /// VXLAN and GTP-U.
  private func isTunnelled(_ packet: PacketView?) -> Bool {
    packet?.udp != nil && [4789, 2152].contains(packet?.to?.port)
  }
}
