import Testbed
import Wire

/// The NAT scenario as facts that two translators must agree on, though they choose other ports.
struct NATRun {
  private let probes: NATProbes
  private let wire: ProbeWire
  private var number: UInt16 = 0
  private var facts: [String: String] = [:]

  static func throughKernel() throws -> [String: String] {
    let router = try KernelRouter(id: LiveRig.name("ntk"), ruleset: KernelRules.nat, farMAC: ProbeEnds.farMACText)
    defer { router.tearDown() }
    return try run(ProbeEnds(router: router))
  }

  /// The facts, by what they are about.
  static func run(_ ends: ProbeEnds) throws -> [String: String] {
    let wire = try ProbeWire(client: ends.client, server: ends.server)
    var facts: [String: String] = [:]
    for (index, kind) in NATProbes.Kind.allCases.enumerated() {
      var run = NATRun(probes: NATProbes(kind, ends), wire: wire, number: UInt16(index * 100))
      try run.run()
      facts.merge(run.facts) { first, _ in first }
    }
    return facts
  }

  private init(probes: NATProbes, wire: ProbeWire, number: UInt16) {
    self.probes = probes
    self.wire = wire
    self.number = number
  }

  private mutating func run() throws {
    try note("unsolicited, first of all, reaches", answer(to: NATProbes.strayPort, patience: 0.5))
    let first = try request(from: NATProbes.firstPort, isFirst: true)
    note("source", first.map { "\($0.address)" })
    try note("answer reaches", answer(to: first?.port, patience: 5))
    let again = try request(from: NATProbes.firstPort, isFirst: false)
    note("mapping of the flow's next packet", again == first ? "the same" : "another")
    let other = try request(from: NATProbes.secondPort, isFirst: true)
    note("mapping of another flow", other?.port == first?.port ? "the same" : "another")
    try note("answer to the other reaches", answer(to: other?.port, patience: 5))
    try note("further answer reaches", answer(to: first?.port, flags: .ack, patience: 5))
    try note("unsolicited reaches", answer(to: NATProbes.strayPort, patience: 0.5))
  }

  private mutating func note(_ name: String, _ fact: String?) { facts["\(probes.kind): \(name)"] = fact ?? "nobody" }

  /// Where a packet from inside seems to come from at the server; nil when it does not arrive.
  private mutating func request(from port: UInt16, isFirst: Bool) throws -> Endpoint? {
    number += 1
    let frame = probes.request(number, port: port, isFirst: isFirst)
    return try arrival(of: frame, from: .client, patience: 5)?.from
  }

  /// Whom a packet to the public address reaches, as text.
  private mutating func answer(
    to port: UInt16?, flags: TCPFlags = [.syn, .ack], patience: Double
  ) throws -> String? {
    guard let port else { return nil }
    number += 1
    let frame = probes.answer(number, port: port, flags: flags)
    return try arrival(of: frame, from: .server, patience: patience)?.to?.description
  }

  private func arrival(of frame: [UInt8], from side: ProbeWire.Side, patience: Double) throws -> PacketView? {
    let mark = Probe.mark(number)
    let found = try wire.exchange(frame, from: side, patience: patience) { $0.payload?.starts(with: mark) == true }
    return found.flatMap { PacketView($0) }
  }
}
