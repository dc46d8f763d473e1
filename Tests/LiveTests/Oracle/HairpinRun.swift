import Testbed
import Wire

/// Two inside hosts that meet by the public address: one reaches the other's mapping, and hears from it there.
final class HairpinRun {
  static let udpPort: UInt16 = 4500
  static let tcpPort: UInt16 = 4501
  private let hosts: Hosts
  private var facts: [String: String] = [:]

  static func throughKernel() throws -> [String: String] {
    try Hosts.throughKernel(KernelRules.hairpin, as: "hpk") { try run($0) }
  }

  static func run(_ hosts: Hosts) throws -> [String: String] {
    let run = HairpinRun(hosts)
    try run.datagrams()
    try run.connection()
    return run.facts
  }

  private init(_ hosts: Hosts) { self.hosts = hosts }

  private func datagrams() throws {
    let service = try HostSocket(.udp, in: hosts.server, at: hosts.server.ipv4, port: 5400)
    let called = try HostSocket(.udp, in: hosts.client, at: Hosts.secondClient, port: Self.udpPort)
    try called.send([1], to: HostSocket.endpoint(hosts.server.ipv4, 5400))
    guard service.readable(within: 10) == .done, let (_, mapping) = try service.receive() else {
      return note("UDP out", "silence")
    }
    note("UDP out", "from \(mapping.address)")
    let caller = try HostSocket(.udp, in: hosts.client, at: hosts.client.ipv4)
    // It hears what comes from the mapping, and nothing else.
    try caller.connect(to: mapping)
    try caller.send([2])
    guard called.readable(within: 5) == .done, let (_, peer) = try called.receive() else {
      return note("UDP call", "silence")
    }
    note("UDP call", "from \(peer.address)")
    try called.send([3], to: peer)
    note("UDP answer", caller.readable(within: 5).description)
  }

  private func connection() throws {
    let service = try HostSocket(.tcp, in: hosts.server, at: hosts.server.ipv4, port: 5401)
    try service.listen()
    let out = try HostSocket(.tcp, in: hosts.client, at: Hosts.secondClient, port: Self.tcpPort)
    try out.connect(to: HostSocket.endpoint(hosts.server.ipv4, 5401))
    guard let (_, mapping) = service.accept(within: 10) else { return note("TCP out", "silence") }
    note("TCP out", "from \(mapping.address)")
    let called = try HostSocket(.tcp, in: hosts.client, at: Hosts.secondClient, port: Self.tcpPort)
    try called.listen()
    let caller = try HostSocket(.tcp, in: hosts.client, at: hosts.client.ipv4)
    try caller.connect(to: mapping)
    note("TCP call", caller.connected(within: 5).description)
    guard let (connection, peer) = called.accept(within: 5) else { return note("TCP call reaches", "nobody") }
    note("TCP call reaches", "from \(peer.address)")
    try caller.send([4])
    note("TCP data", connection.readable(within: 5).description)
  }

  private func note(_ name: String, _ fact: String) { facts[name] = fact }
}
