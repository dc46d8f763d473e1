import Testbed
import Wire

/// Hosts that open and close TCP connections through a limit of three for each host; what came of each step.
final class ConnectionRun {
  static let most = 3
  /// A SYN is repeated after a second: it is to be refused too.
  private static let longEnough = 1.3
  private static let first = "10.77.0.2"
  private static let second = Hosts.secondClient

  private let hosts: Hosts
  private let listener: HostSocket
  private let expected: [String: String]
  private var facts: [String: String] = [:]
  private var connections: [String: (client: HostSocket, server: HostSocket)] = [:]

  static func throughKernel() throws -> [String: String] {
    try Hosts.throughKernel(KernelRules.connectionLimit(most), as: "clk") { try run($0) }
  }

  /// The facts, by step. What is known of them only decides how long to wait.
  static func run(_ hosts: Hosts, expecting expected: [String: String] = [:]) throws -> [String: String] {
    let run = try ConnectionRun(hosts, expected)
    try run.run()
    return run.facts
  }

  private init(_ hosts: Hosts, _ expected: [String: String]) throws {
    self.hosts = hosts
    self.expected = expected
    listener = try HostSocket(.tcp, in: hosts.server, at: hosts.server.ipv4, port: 7000)
    try listener.listen()
  }

  private func run() throws {
    for name in ["one", "two", "three"] { try open(name, from: Self.first) }
    try open("four", from: Self.first, patience: Self.longEnough)
    for name in ["another host's", "another host's second"] { try open(name, from: Self.second) }
    for name in ["one", "three"] { try talk(name) }
    try reset("two")
    try open("five, after a reset", from: Self.first)
    try open("six", from: Self.first, patience: 0.5)
    try answerByReset("three")
    try open("seven, after the server's reset", from: Self.first)
    try close("one")
    try open("eight, after an orderly end", from: Self.first)
    try talk("another host's")
  }

  private func open(_ name: String, from address: String, patience: Double = 10) throws {
    let socket = try HostSocket(.tcp, in: hosts.client, at: address)
    try socket.connect(to: HostSocket.endpoint(hosts.server.ipv4, 7000))
    let outcome = socket.connected(within: expected[name] == "silence" ? min(patience, Self.longEnough) : patience)
    facts[name] = outcome.description
    guard outcome == .done, let (accepted, _) = listener.accept(within: 10) else { return }
    connections[name] = (socket, accepted)
  }

  /// A connection that is open carries bytes both ways.
  private func talk(_ name: String) throws {
    guard let (client, server) = connections[name] else { return }
    try client.send([1])
    let heard = server.readable(within: 10)
    try server.send([2])
    facts["\(name) talks"] = "\(heard), \(client.readable(within: 10))"
  }

  private func reset(_ name: String) throws {
    guard let (client, server) = connections.removeValue(forKey: name) else { return }
    client.reset()
    facts["\(name) is reset"] = server.ended(within: 10).description
  }

  private func answerByReset(_ name: String) throws {
    guard let (client, server) = connections.removeValue(forKey: name) else { return }
    while try client.receive() != nil {}
    server.reset()
    facts["\(name) is reset by the server"] = client.ended(within: 10).description
  }

  /// Both sides say that they are done; each has seen the other's FIN when this returns.
  private func close(_ name: String) throws {
    guard let (client, server) = connections.removeValue(forKey: name) else { return }
    while try client.receive() != nil {}
    while try server.receive() != nil {}
    client.finish()
    let first = server.ended(within: 10)
    server.finish()
    facts["\(name) ends"] = "\(first), \(client.ended(within: 10))"
  }
}
