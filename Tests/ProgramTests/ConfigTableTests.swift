import IR
import Interpreter
import Testing
import Wire

/// Tables that the operator fills: by prefix, by rules in order, by whole keys.
@Suite struct ConfigTableTests {
  private func packet(from number: UInt8 = 1, to address: IPAddress, port: UInt16 = 9) -> [UInt8] {
    PacketBuilder.udp(from: Host.inside(number, 5), to: Endpoint(address, port), payload: [])
  }

  /// A prefix of an IPv4 address.
  private func prefix(_ address: UInt64, _ bits: UInt64) -> FieldMatch {
    let mask = bits == 0 ? 0 : UInt64(UInt32.max) << (32 - bits) & UInt64(UInt32.max)
    return .masked(address & mask, mask: mask)
  }

  @Test func `The longest prefix wins`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, left, right
          config table routes: lpm[ipv4 -> port] { capacity 8 }
          on packet(ip: ipv4) {
            let out = routes[ip.destination] else drop "no route"
            forward to out
          }
          otherwise drop "no"
        }
        """)
    let host = packet(to: .v4(192, 0, 2, 7))
    #expect(rig.send(host, from: "inside").fate == .dropped("no route"))
    try rig.interpreter.configure(
      table: "routes",
      rows: [
        TableRow(matches: [prefix(0xc000_0200, 24)], values: [1]),
        TableRow(matches: [prefix(0xc000_0207, 32)], values: [2]),
        TableRow(matches: [prefix(0xc600_0000, 8)], values: [7]),
      ])
    #expect(rig.send(host, from: "inside").fate == .out("right"))
    #expect(rig.send(packet(to: .v4(192, 0, 2, 8)), from: "inside").fate == .out("left"))
    #expect(rig.send(packet(to: .v4(192, 0, 3, 8)), from: "inside").fate == .dropped("no route"))
    #expect(rig.send(packet(to: .v4(198, 0, 3, 8)), from: "inside").fate == .dropped("no such port"))
  }

  @Test func `The first rule wins, ranges and masks`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          config table rules: acl[(source: ipv4, port: range u16) -> bool] { capacity 8 }
          config table blocked: set[ipv4] { capacity 8 }
          on packet(ip: ipv4, udp) where not blocked.contains(ip.source) {
            let allowed = rules[ip.source, udp.destination] else drop "no rule"
            if allowed { forward outside }
            drop "forbidden"
          }
          otherwise drop "blocked"
        }
        """)
    try rig.interpreter.configure(
      table: "rules",
      rows: [
        TableRow(matches: [prefix(0x0a00_0001, 32), .range(80, 80)], values: [0]),
        TableRow(matches: [prefix(0x0a00_0000, 8), .range(80, 90)], values: [1]),
      ])
    try rig.interpreter.configure(
      table: "blocked", rows: [TableRow(matches: [prefix(0x0a00_0003, 32)], values: [])])
    func fate(_ number: UInt8, _ port: UInt16) -> Rig.Delivery.Fate {
      rig.send(packet(from: number, to: .v4(198, 51, 100, 1), port: port), from: "inside").fate
    }
    #expect(fate(1, 80) == .dropped("forbidden"))
    #expect(fate(1, 81) == .out("outside"))
    #expect(fate(2, 80) == .out("outside"))
    #expect(fate(2, 90) == .out("outside"))
    #expect(fate(2, 91) == .dropped("no rule"))
    #expect(fate(3, 80) == .dropped("blocked"))
  }
}
