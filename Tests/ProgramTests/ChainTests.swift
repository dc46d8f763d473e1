import Diagnostics
import FrontEnd
import IR
import Testing
import Wire

/// Imports, the library, parameters known when compiling, and chains.
@Suite struct ChainTests {
  /// Counts what it sees up to a limit; drops what comes after.
  private let limiter = """
    nf Limiter {
      port a, b
      param limit: u32 = 2
      param slots: u32 = 16
      state seen: map[u16 -> u32] { capacity slots  expire idle 60s  full drop "limiter full" }
      on packet(ip: ipv4, l4: tcp | udp) {
        let count = seen[l4.source] else {
          insert seen[l4.source] = 1
          forward other
        }
        if count >= limit { drop "over limit" }
        count += 1
        forward other
      }
      otherwise forward other
    }
    """
  private let marker = """
    nf Marker {
      port b, a
      param ttl: u8 = 9
      on packet(ip: ipv4, l4: tcp | udp) from a {
        if l4.destination == 7 { reply }
        if l4.destination == 8 { to control plane }
        if l4.destination == 9 { drop "nine" }
        ip.ttl = ttl
        forward b
      }
      otherwise forward other
    }
    """

  private func gateway(_ order: String, _ settings: [String: String] = [:]) throws -> SourceRig {
    try SourceRig(
      "import \"parts/limiter.nf\"\n\(marker)\nchain Gateway { port a, b  \(order) }", settings: settings,
      imports: ["parts/limiter.nf": limiter])
  }

  @Test func `A packet runs through the members in order, and the last one's verdict counts`() throws {
    let rig = try gateway("Limiter -> Marker")
    #expect(rig.program.name == "Gateway")
    var packet = Sample.udp()
    #expect(rig.send(&packet) == "out b")
    #expect(packet[22] == 9)
    #expect(PacketView(packet) != nil)
    #expect(rig.send(Sample.udp()) == "out b")
    #expect(rig.send(Sample.udp()) == "over limit")
    #expect(rig.live("Limiter.seen") == 1)
    #expect(rig.send(Sample.udp(5), from: 1) == "out a")
  }

  @Test(arguments: [(7, "out a"), (8, "control plane"), (9, "nine")] as [(UInt16, String)])
  func `Other verdicts than forward end the chain`(port: UInt16, verdict: String) throws {
    let rig = try gateway("Marker -> Limiter")
    for _ in 0..<4 { #expect(rig.send(Sample.udp(1, port)) == verdict) }
    #expect(rig.live("Limiter.seen") == 0)
  }

  @Test func `Members' parameters are called by member and name`() throws {
    let rig = try gateway("Limiter -> Marker", ["Limiter.limit": "1", "Marker.ttl": "33", "Limiter.slots": "1"])
    #expect(rig.program.parameters.map(\.name) == ["Limiter.limit", "Marker.ttl"])
    var packet = Sample.udp(1)
    #expect(rig.send(&packet) == "out b")
    #expect(packet[22] == 33)
    #expect(rig.send(Sample.udp(1)) == "over limit")
    #expect(rig.send(Sample.udp(2)) == "limiter full")
  }

  @Test func `A shared state is one state`() throws {
    let rig = try SourceRig(
      """
      nf Remember {
        port a, b
        shared state seen: map[u16 -> u8] { capacity 16  expire idle 60s  full drop "full" }
        on packet(ip: ipv4, l4: udp) from a {
          insert seen[l4.source] = 1
          forward b
        }
        otherwise forward other
      }
      nf Check {
        port a, b
        shared state seen: map[u16 -> u8] { capacity 16  expire idle 60s  full drop "full" }
        on packet(ip: ipv4, l4: udp) from b {
          seen[l4.destination] else drop "nobody asked"
          forward a
        }
        otherwise forward other
      }
      chain Pair { port a, b  Remember -> Check }
      """)
    #expect(rig.program.states.map(\.name) == ["seen"])
    #expect(rig.send(Sample.udp(2000, 1000), from: 1) == "nobody asked")
    #expect(rig.send(Sample.udp(1000, 2000)) == "out b")
    #expect(rig.send(Sample.udp(2000, 1000), from: 1) == "out a")
  }

  @Test func `The linked program's text reads back`() throws {
    let program = try gateway("Limiter -> Marker").program
    #expect(try Program(parsing: program.text) == program)
  }

  @Test func `The library's answers`() throws {
    let rig = try SourceRig(
      """
      import std.net
      nf T {
        port a, b
        on packet(ip: ipv4, l4: udp) {
          var answer: u8 = 0
          if isPrivate(ip.source) { answer += 1 }
          if isPrivate(ip.destination) { answer += 2 }
          if isMulticast(ip.destination) { answer += 4 }
          if isWithin(ip.destination, 198.51.100.0, 24) { answer += 8 }
          if lowerPort(l4) == 10 and upperPort(l4) == portDNS { answer += 16 }
          age(ip)
          ip.ttl = answer
          forward b
        }
        otherwise drop "no"
      }
      """)
    func answer(_ from: Endpoint, _ to: Endpoint) -> UInt8 {
      var packet = PacketBuilder.udp(from: from, to: to)
      #expect(rig.send(&packet) == "out b")
      return packet[22]
    }
    #expect(answer(Endpoint(.v4(10, 1, 2, 3), 10), Endpoint(.v4(198, 51, 100, 9), 53)) == 1 + 8 + 16)
    #expect(answer(Endpoint(.v4(172, 15, 2, 3), 53), Endpoint(.v4(172, 31, 0, 9), 10)) == 2 + 16)
    #expect(answer(Endpoint(.v4(192, 168, 2, 3), 1), Endpoint(.v4(224, 0, 0, 1), 1)) == 1 + 4)
    #expect(answer(Endpoint(.v4(192, 167, 2, 3), 1), Endpoint(.v4(198, 51, 101, 1), 1)) == 0)
  }

  @Test func `A function outside of the nf sees nothing of the nf`() {
    var log = DiagnosticLog()
    let text = """
      fn secret() -> u32 { return hidden }
      nf T {
        port a
        const hidden: u32 = 5
        otherwise { if secret() == 5 { reply }
          drop "no" }
      }
      """
    #expect(compileToIR(SourceFile(path: "t.nf", text: text), reportingTo: &log) == nil)
    #expect(log.diagnostics.map(\.identifier) == ["unknown-name"])
  }
}
