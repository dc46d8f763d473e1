import IR
import Interpreter
import Testing
import Wire

private let service = Endpoint(.v4(192, 0, 2, 10), 80)

/// Backend n has the address 10.1.0.n.
private func backend(_ number: Int) -> IPAddress { .v4(10, 1, 0, UInt8(number)) }

extension Rig {
  fileprivate func setBackend(_ number: Int, weight: UInt64) throws {
    let address = 10 << 24 | 1 << 16 | UInt64(number)
    try interpreter.configure(table: "backends", index: number, values: [address, weight])
  }

  fileprivate func request(_ client: UInt16, udp: Bool = false, after seconds: Double = 0.001) -> Delivery {
    let from = Endpoint(.v4(198, 51, UInt8(client >> 8), UInt8(client & 0xff)), 5000)
    let packet = udp ? PacketBuilder.udp(from: from, to: service) : PacketBuilder.tcp(from: from, to: service)
    return send(packet, from: "clients", after: seconds)
  }
}

/// Only the backends of the test: the rows that come with the program are cleared.
private func balancer(weights: [UInt64], replacing: [String: String] = [:]) throws -> Rig {
  let rig = try Rig("lb", replacing: replacing)
  for number in 0..<64 {
    try rig.setBackend(number, weight: number < weights.count ? weights[number] : 0)
  }
  return rig
}

@Suite struct LoadBalancerTests {
  @Test func `A request goes to a backend, its answer comes from the virtual address`() throws {
    let balancer = try balancer(weights: [1, 1, 1])
    for udp in [false, true] {
      let out = balancer.request(1, udp: udp)
      #expect(out.fate == .out("servers") && out.view?.to?.port == 80)
      let chosen = try #require(out.view?.destination)
      #expect((0..<3).map(backend).contains(chosen))
      #expect(Checksum.verify(out.bytes) == ChecksumReport(ipv4: true, transport: true))
      let answer = try #require(PacketBuilder.reply(to: out.bytes))
      let back = balancer.send(answer, from: "servers")
      #expect(back.fate == .out("clients") && back.view?.from == service)
      #expect(back.view?.to == out.view?.from)
      #expect(Checksum.verify(back.bytes) == ChecksumReport(ipv4: true, transport: true))
    }
  }

  @Test func `Connections spread in proportion to the weights, as the Maglev table says`() throws {
    let balancer = try balancer(weights: [1, 0, 2, 1])
    var counts: [IPAddress: Int] = [:]
    for client in 0..<4000 as Range<UInt16> {
      let out = balancer.request(client, after: 0)
      counts[try #require(out.view?.destination), default: 0] += 1
    }
    #expect(counts[backend(1)] == nil)
    // Three standard deviations of a binomial count are about 80 for a quarter, 95 for a half.
    #expect(abs(counts[backend(0), default: 0] - 1000) < 100 && abs(counts[backend(3), default: 0] - 1000) < 100)
    #expect(abs(counts[backend(2), default: 0] - 2000) < 120)
    let size = try #require(balancer.interpreter.ring(named: "ring")).count
    let table = Maglev.table(size: size, weights: [1, 0, 2, 1] + [UInt64](repeating: 0, count: 60))
    #expect(balancer.interpreter.ring(named: "ring") == table)
  }

  @Test func `A connection keeps its backend whatever happens to the others`() throws {
    let balancer = try balancer(weights: [1, 1, 1, 1])
    let clients: [UInt16] = Array(0..<200)
    let before = clients.map { balancer.request($0, after: 0).view?.destination }
    try balancer.setBackend(2, weight: 0)
    try balancer.setBackend(7, weight: 3)
    #expect(clients.map { balancer.request($0, after: 0).view?.destination } == before)
    let fresh = (1000..<1400).map { balancer.request($0, after: 0).view?.destination }
    #expect(!fresh.contains(backend(2)) && fresh.contains(backend(7)))
  }

  @Test func `A backend that goes moves few of the other connections when they come anew`() throws {
    let balancer = try balancer(weights: [UInt64](repeating: 1, count: 8))
    let clients: [UInt16] = Array(0..<1000)
    let before = clients.map { balancer.request($0, after: 0).view?.destination }
    try balancer.setBackend(3, weight: 0)
    _ = balancer.send(
      PacketBuilder.arpRequest(from: IPv4Address(1, 1, 1, 1), to: IPv4Address(1, 1, 1, 2)), from: "clients", after: 121)
    #expect(balancer.live("connections") == 0)
    let after = clients.map { balancer.request($0, after: 0).view?.destination }
    let moved = zip(before, after).filter { $0 != backend(3) && $0 != $1 }.count
    #expect(!after.contains(backend(3)) && moved < 100, "\(moved) of 1000 moved")
  }

  @Test func `A connection dies two minutes after the last packet of either side`() throws {
    let balancer = try balancer(weights: [1])
    let out = balancer.request(1)
    let answer = try #require(PacketBuilder.reply(to: out.bytes))
    #expect(balancer.send(answer, from: "servers", after: 119).fate == .out("clients"))
    #expect(!balancer.request(1, after: 119).isDropped)
    #expect(balancer.send(answer, from: "servers", after: 120).fate == .dropped("no connection"))
  }

  @Test func `Only the connection's backend may answer`() throws {
    let balancer = try balancer(weights: [1])
    let client = try #require(balancer.request(1).view?.from)
    let wrong = PacketBuilder.tcp(from: Endpoint(backend(5), 80), to: client)
    #expect(balancer.send(wrong, from: "servers").fate == .dropped("not its backend"))
    let stranger = PacketBuilder.tcp(from: Endpoint(backend(0), 80), to: Host.outside(9, 9))
    #expect(balancer.send(stranger, from: "servers").fate == .dropped("no connection"))
  }

  @Test func `Without a backend, or for another service, nothing is forwarded`() throws {
    let empty = try balancer(weights: [])
    #expect(empty.request(1).fate == .dropped("no backend") && empty.live("connections") == 0)
    let balancer = try balancer(weights: [1])
    let elsewhere = PacketBuilder.tcp(from: Host.outside(1, 1), to: Endpoint(service.address, 81))
    #expect(balancer.send(elsewhere, from: "clients").fate == .dropped("not for the service"))
    let request = PacketBuilder.tcp(from: Host.outside(1, 1), to: service)
    for (what, bytes) in malformed(request) {
      #expect(balancer.send(bytes, from: "clients").fate == .dropped("not for the service"), "\(what)")
    }
    var options = PacketBuilder.Options()
    options.fragment = PacketBuilder.Fragment(offset: 8, length: 8, more: false)
    let fragment = PacketBuilder.tcp(from: Host.outside(1, 1), to: service, options: options)
    #expect(balancer.send(fragment, from: "clients").fate == .dropped("fragment"))
    #expect(balancer.live("connections") == 0)
    for bytes in damaged(request) { _ = balancer.send(bytes, from: "clients") }
  }

  @Test func `A full table takes no further connection and keeps those it has`() throws {
    let balancer = try balancer(weights: [1], replacing: ["capacity 65_536": "capacity 2"])
    let first = balancer.request(1)
    _ = balancer.request(2)
    #expect(balancer.request(3).fate == .dropped("connection table full"))
    let answer = try #require(PacketBuilder.reply(to: first.bytes))
    #expect(balancer.send(answer, from: "servers").fate == .out("clients"))
    #expect(!balancer.request(2).isDropped && balancer.live("connections") == 2)
  }

  /// For any traffic: requests reach active backends only, and a connection that lives stays where it is.
  @Test(arguments: 1...3)
  func `Connections stick in any traffic`(seed: Int) throws {
    let balancer = try balancer(weights: [1, 2, 1])
    var configuration = RandomTraffic.Configuration()
    configuration.serviceHosts = [service.address]
    configuration.serverPorts = [80, 80, 80, 443]
    var traffic = RandomTraffic(seed: UInt64(seed), configuration: configuration)
    var chosen: [[Endpoint]: (backend: IPAddress, seen: UInt64)] = [:]
    var stuck = 0
    for _ in 0..<5000 {
      let packet = traffic.next()
      let output = balancer.run(packet.bytes, port: packet.port, now: packet.time)
      guard !output.isDropped, let before = PacketView(packet.bytes), let after = output.view else { continue }
      try #require(Checksum.verify(packet.bytes) == Checksum.verify(output.bytes))
      traffic.observe(output.bytes, port: 1 - packet.port)
      guard packet.port == 0 else {
        try #require(after.source == service.address)
        continue
      }
      guard let client = before.from, let transport = before.transport, let address = after.destination else {
        continue
      }
      try #require((0..<3).map(backend).contains(address))
      let key = [client, Endpoint(client.address, UInt16(transport))]
      if let known = chosen[key], packet.time - known.seen < 120_000_000_000 {
        try #require(known.backend == address)
        stuck += 1
      }
      chosen[key] = (address, packet.time)
    }
    #expect(stuck > 300)
  }
}
