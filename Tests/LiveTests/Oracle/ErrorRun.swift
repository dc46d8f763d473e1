import Foundation
import Testbed
import Wire

/// Hosts that talk through a translator to ports that nobody serves: what their sockets are told.
final class ErrorRun {
  /// How the server's own firewall refuses, by ICMP errors that it makes itself.
  private static let refusals = """
    table ip refusal {
      chain input {
        type filter hook input priority 0;
        udp dport 10 reject with icmp type admin-prohibited
        udp dport 11 reject with icmp type net-prohibited
        tcp dport 12 reject with icmp type admin-prohibited
        icmp type echo-request reject with icmp type host-prohibited
      }
    }
    """

  private let hosts: Hosts
  private var facts: [String: String] = [:]

  static func throughKernel() throws -> [String: String] {
    try Hosts.throughKernel(KernelRules.nat, as: "erk") { try run($0) }
  }

  static func run(_ hosts: Hosts) throws -> [String: String] {
    let scratch = try Scratch()
    try hosts.server.require(["nft", "-f", scratch.write(refusals, to: "refusals.nft")])
    // Errors are not to be held back for being many.
    try hosts.server.require(["sysctl", "-qw", "net.ipv4.icmp_ratelimit=0"])
    try hosts.client.require(["sysctl", "-qw", "net.ipv4.icmp_ratelimit=0"])
    let run = ErrorRun(hosts)
    for port: UInt16 in [9, 10, 11] { try run.datagram(to: port) }
    try run.connection(to: 12)
    try run.echo()
    try run.answerToNobody()
    return run.facts
  }

  private init(_ hosts: Hosts) { self.hosts = hosts }

  private func datagram(to port: UInt16) throws {
    let socket = try HostSocket(.udp, in: hosts.client, at: hosts.client.ipv4)
    try socket.connect(to: HostSocket.endpoint(hosts.server.ipv4, port))
    try socket.send([1, 2, 3])
    facts["UDP to port \(port)"] = socket.readable(within: 10).description
  }

  private func connection(to port: UInt16) throws {
    let socket = try HostSocket(.tcp, in: hosts.client, at: hosts.client.ipv4)
    try socket.connect(to: HostSocket.endpoint(hosts.server.ipv4, port))
    facts["TCP to port \(port)"] = socket.connected(within: 10).description
  }

  private func echo() throws {
    let said = try hosts.client.run(["ping", "-n", "-c", "1", "-W", "5", hosts.server.ipv4]).output
    facts["echo"] = said.contains("From \(hosts.server.ipv4) icmp_seq=1 Destination Host Prohibited") ? "prohibited" : said
  }

  /// The inside host has closed its port when the answer comes: the error goes the other way.
  private func answerToNobody() throws {
    let service = try HostSocket(.udp, in: hosts.server, at: hosts.server.ipv4, port: 5300)
    let socket = try HostSocket(.udp, in: hosts.client, at: hosts.client.ipv4)
    try socket.send([1], to: HostSocket.endpoint(hosts.server.ipv4, 5300))
    guard service.readable(within: 10) == .done, let (_, peer) = try service.receive() else {
      facts["answer to nobody"] = "no request"
      return
    }
    socket.close()
    try service.connect(to: peer)
    try service.send([2])
    facts["answer to nobody"] = service.readable(within: 10).description
  }
}
