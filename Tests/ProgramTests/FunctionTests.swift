import Diagnostics
import FrontEnd
import Testing
import Wire

/// Functions, variables, loops, choices and enums do in the interpreter what the reference says.
@Suite struct FunctionTests {
  private func body(_ statements: String, members: String = "") throws -> SourceRig {
    try SourceRig(
      """
      nf T {
        port a, b
        \(members)
        on packet(ip: ipv4, l4: tcp | udp) from a {
          \(statements)
        }
        otherwise drop "other"
      }
      """)
  }

  /// Answers with a TTL, so that a test can see a number.
  private func ttl(_ rig: SourceRig, _ packet: [UInt8]) -> UInt8 {
    var bytes = packet
    #expect(rig.send(&bytes) == "out b")
    return bytes[22]
  }

  @Test(arguments: [(3, 7, 3), (7, 3, 3), (5, 5, 5)] as [(UInt16, UInt16, UInt8)])
  func `A function gives the value of the return it comes to`(a: UInt16, b: UInt16, lower: UInt8) throws {
    let rig = try body(
      "ip.ttl = u8(lower(l4.source, l4.destination))\nforward b",
      members: "fn lower(x: u16, y: u16) -> u16 { if x < y { return x }\n return y }")
    #expect(ttl(rig, Sample.udp(a, b)) == lower)
  }

  @Test func `A procedure may decide, and goes on behind the call where it does not`() throws {
    let rig = try body(
      "deny(l4)\nforward b", members: "fn deny(l4: tcp | udp) { if l4 is udp and l4.source == 9 { drop \"nine\" } }")
    #expect(rig.send(Sample.udp(9)) == "nine")
    #expect(rig.send(Sample.udp(8)) == "out b")
    #expect(rig.send(Sample.tcp(9)) == "out b")
  }

  @Test func `A return leaves a procedure only, from wherever it stands`() throws {
    let rig = try body(
      "note(l4.source)\nforward b",
      members: """
        state seen: map[u16 -> u8] { capacity 16  full drop "full" }
        fn note(port: u16) {
          seen[port] else {
            insert seen[port] = 1
            return
          }
          drop "again"
        }
        """)
    #expect(rig.send(Sample.udp(1)) == "out b")
    #expect(rig.send(Sample.udp(1)) == "again")
    #expect(rig.send(Sample.udp(2)) == "out b")
    #expect(rig.live("seen") == 2)
  }

  @Test(arguments: [(0, 0), (1, 1), (5, 15), (10, 45), (200, 45)] as [(UInt16, UInt8)])
  func `A loop turns until break, and continue skips the rest of a turn`(source: UInt16, sum: UInt8) throws {
    // 0 + 1 + … up to the source port or 10, without 10 itself.
    let rig = try body(
      """
      var sum: u8 = 0
      for i in 0 ... 10 {
        if i > l4.source { break }
        if i == 10 { continue }
        sum += i
      }
      ip.ttl = sum
      forward b
      """)
    #expect(ttl(rig, Sample.udp(source)) == sum)
  }

  @Test func `A variable keeps what each way gave it`() throws {
    let rig = try body(
      """
      var state = (count: u8(1), odd: false)
      for i in 0 ..< 3 {
        if l4.source >> i & 1 == 1 {
          state.count += 10
          state.odd = not state.odd
        } else { state.count = state.count &+ 1 }
      }
      if state.odd { ip.ttl = state.count } else { ip.ttl = 200 }
      forward b
      """)
    #expect(ttl(rig, Sample.udp(1)) == 13)
    #expect(ttl(rig, Sample.udp(3)) == 200)
    #expect(ttl(rig, Sample.udp(7)) == 31)
    #expect(ttl(rig, Sample.udp(0)) == 200)
  }

  @Test func `A choice gives the value of its arm, or the arm decides`() throws {
    let rig = try body(
      """
      let x = if l4.source < 10 { 1 } else if l4.source < 20 { let y = l4.source &+ 1
        u8(y) } else { drop "large" }
      ip.ttl = match u8(x) { 1 => 100  12, 13 => if l4.destination == 5 { 50 } else { 60 }  otherwise => u8(x) }
      forward b
      """)
    #expect(ttl(rig, Sample.udp(3)) == 100)
    #expect(ttl(rig, Sample.udp(11, 5)) == 50)
    #expect(ttl(rig, Sample.udp(12, 6)) == 60)
    #expect(ttl(rig, Sample.udp(15)) == 16)
    #expect(rig.send(Sample.udp(20)) == "large")
  }

  @Test func `An exhaustive match over an enum needs no otherwise`() throws {
    let rig = try body(
      """
      let color = if l4.source == 1 { Color.red } else if l4.source == 2 { Color.green } else { Color.blue }
      match color {
        Color.red => drop "red"
        Color.green => drop "green"
        Color.blue => { ip.ttl = u8(color)
          forward b }
      }
      """, members: "enum Color { red, green = 7, blue }")
    #expect(rig.send(Sample.udp(1)) == "red")
    #expect(rig.send(Sample.udp(2)) == "green")
    #expect(ttl(rig, Sample.udp(3)) == 8)
  }

  @Test func `A parameter may be an enum, set by its case`() throws {
    let text = """
      nf T {
        port a, b
        enum Mode { open, closed }
        param mode: Mode = Mode.open
        otherwise { if mode == Mode.closed { drop "closed" }
          forward b }
      }
      """
    #expect(try SourceRig(text).send(Sample.udp()) == "out b")
    #expect(try SourceRig(text, settings: ["mode": "Mode.closed"]).send(Sample.udp()) == "closed")
  }

  @Test func `A handler's condition may call functions`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        fn isLow(port: u16) -> bool { if port < 1024 { return true }
          return false }
        on packet(ip: ipv4, l4: tcp | udp) where isLow(l4.source) or isLow(l4.destination) { drop "low" }
        otherwise forward other
      }
      """)
    #expect(rig.send(Sample.udp(80, 2000)) == "low")
    #expect(rig.send(Sample.udp(2000, 1)) == "low")
    #expect(rig.send(Sample.udp(2000, 2000)) == "out b")
  }

  @Test(arguments: [
    ("fn unused() -> u32 { return nothing }", "unknown-name"),
    ("fn unused(ip: ipv4) { ip.tll = 3 }", "unknown-field"),
    ("fn unused(x: ipv4) -> ipv4 { return x }", "never-used"),
    ("machine Unused(l4: tcp) { first 1s { when l4.sin -> last }  last }", "unknown-field"),
  ])
  func `What nobody calls is checked too`(declaration: String, identifier: String) {
    let text = "nf T {\n port a, b\n \(declaration)\n otherwise forward other\n}"
    var log = DiagnosticLog()
    _ = compileToIR(SourceFile(path: "t.nf", text: text), reportingTo: &log)
    #expect(log.diagnostics.map(\.identifier).contains(identifier), "\(log.rendered())")
  }

  @Test func `A function may ask a state for what it has`() throws {
    let rig = try body(
      "if known(l4.source) and not known(l4.destination) { drop \"half known\" }\ninsert ports[l4.source]\nforward b",
      members: """
        state ports: set[u16] { capacity 16  full drop "full" }
        fn known(number: u16) -> bool { return ports.contains(number) }
        """)
    #expect(rig.send(Sample.udp(1, 2)) == "out b")
    #expect(rig.send(Sample.udp(1, 2)) == "half known")
    #expect(rig.send(Sample.udp(2, 1)) == "out b")
    #expect(rig.send(Sample.udp(1, 2)) == "out b")
  }

  @Test func `An IPv6 address has halves, and is made of them`() throws {
    let rig = try SourceRig(
      """
      nf T {
        port a, b
        const wanted: ipv6 = 2001:db8::1
        on packet(ip: ipv6, udp) where ip.destination.high == wanted.high {
          ip.source = ipv6(wanted.high, ip.destination.low &+ wanted.low)
          ip.destination = ipv6(1, 2)
          forward b
        }
        otherwise drop "other"
      }
      """)
    var packet = PacketBuilder.udp(from: Host.inside6(1, 9), to: Host.outside6(5, 9))
    #expect(rig.send(&packet) == "out b" && Frames.isIntact(packet))
    let view = try #require(PacketView(packet))
    #expect(view.source == .v6(0x2001_0db8 << 32, 6) && view.destination == .v6(1, 2))
    #expect(rig.send(PacketBuilder.udp(from: Host.inside6(1, 9), to: Host.inside6(5, 9))) == "other")
  }
}
