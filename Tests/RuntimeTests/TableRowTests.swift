import Plan
import Testing

@testable import Runtime

/// Rows of config tables as operators write them.
@Suite struct TableRowTests {
  typealias Bounds = ProgramLayout.Bounds
  typealias Row = ProgramLayout.Row

  private static func table(
    _ name: String, _ key: [(name: String, bits: Int)], _ value: [(name: String, bits: Int)],
    _ match: ProgramLayout.Match
  ) -> ProgramLayout.Table {
    .init(
      name: name, state: 0, key: StructLayout(key, minimumAlignment: 4),
      value: StructLayout(value, minimumAlignment: 8),
      capacity: 3, match: match, mode: .host)
  }

  private static let layout = ProgramLayout(
    program: "P", programDigest: "", parameters: [], ports: ["inside", "outside-1"], reasons: [], pathCount: 1,
    tables: [
      table("stations", [("mac", 48)], [("vlan", 12)], .exact),
      table("blocked", [("key", 32)], [], .exact),
      table("routes", [("key", 32)], [("key", 32), ("out", 16)], .longestPrefix(bits: 32)),
      table(
        "tenants", [("vrf", 16), ("address.hi", 64), ("address.lo", 64)], [("next.hi", 64), ("next.lo", 64)],
        .longestPrefix(bits: 128)),
      table(
        "rules", [("source", 32), ("peer.hi", 64), ("peer.lo", 64), ("flags", 8), ("ports", 16)], [("allow", 1)],
        .ternary(ranges: [4])),
    ])

  private func rows(_ table: String, _ text: String) throws -> [Row] {
    let read = try DaemonConfiguration(
      text: "ports: [{name: inside, interface: a}]\ntables:\n  \(table):\n\(text)", file: "f")
    let contents = try read.contents(for: Self.layout, file: "f")
    #expect(contents.elements.isEmpty && contents.tables.map(\.table) == [table])
    return contents.tables[0].rows
  }

  @Test func wholeKeys() throws {
    let rows = try rows("stations", "  - {mac: '02:00:00:00:00:01', vlan: 7}\n  - {mac: 0x3}")
    let mask: UInt64 = 0xffff_ffff_ffff
    #expect(
      rows == [
        Row(matches: [Bounds(0x0200_0000_0001, mask)], values: [7]), Row(matches: [Bounds(3, mask)], values: [0]),
      ])
    #expect(try self.rows("blocked", "  - {key: 10.0.0.1}").map(\.matches) == [[Bounds(0x0a00_0001, 0xffff_ffff)]])
    #expect(try self.rows("blocked", "    []") == [])
  }

  @Test(
    arguments: [
      ("10.0.0.0/8", 0x0a00_0000, 0xff00_0000), ("10.1.2.3", 0x0a01_0203, 0xffff_ffff), ("0.0.0.0/0", 0, 0),
      ("any", 0, 0),
      ("192.0.2.128/25", 0xc000_0280, 0xffff_ff80), ("10.1.2.3/32", 0x0a01_0203, 0xffff_ffff), ("1/32", 1, 0xffff_ffff),
    ] as [(String, UInt64, UInt64)])
  func prefixes(_ text: String, _ value: UInt64, _ mask: UInt64) throws {
    let rows = try rows("routes", "  - {key.key: \(text), value.key: 10.9.9.9, out: outside-1}")
    #expect(rows == [Row(matches: [Bounds(value, mask)], values: [0x0a09_0909, 1])])
  }

  @Test(
    arguments: [
      ("2001:db8::/32", [0x2001_0db8_0000_0000, 0], [0xffff_ffff_0000_0000, 0]), ("::/0", [0, 0], [0, 0]),
      ("::1", [0, 1], [.max, .max]), ("fe80::8000:0:0:0/65", [0xfe80 << 48, 1 << 63], [.max, 1 << 63]),
      ("fe80::/64", [0xfe80 << 48, 0], [.max, 0]),
    ] as [(String, [UInt64], [UInt64])])
  func prefixesOfIPv6(_ text: String, _ value: [UInt64], _ mask: [UInt64]) throws {
    let rows = try rows("tenants", "  - {vrf: 4, address: '\(text)', next: '2001:db8::9'}")
    let matches = [Bounds(4, 0xffff), Bounds(value[0], mask[0]), Bounds(value[1], mask[1])]
    #expect(rows == [Row(matches: matches, values: [0x2001_0db8_0000_0000, 9])])
  }

  private static let any = [Bounds(0, 0), Bounds(0, 0), Bounds(0, 0), Bounds(0, 0), Bounds(0, 65_535)]

  @Test(
    arguments: [
      ("ports: 1024-2047", 4, [Bounds(1024, 2047)]), ("ports: 53", 4, [Bounds(53, 53)]),
      ("ports: any", 4, [Bounds(0, 65_535)]),
      ("ports: 7-7", 4, [Bounds(7, 7)]), ("flags: 0x02/0x12", 3, [Bounds(2, 0x12)]), ("flags: 5", 3, [Bounds(5, 255)]),
      ("flags: any", 3, [Bounds(0, 0)]), ("source: 10.0.0.0/8", 0, [Bounds(0x0a00_0000, 0xff00_0000)]),
      ("source: 10.0.0.1/255.0.0.255", 0, [Bounds(0x0a00_0001, 0xff00_00ff)]), ("flags: 8/8", 3, [Bounds(8, 8)]),
      ("peer: 'fe80::/10'", 1, [Bounds(0xfe80 << 48, 0xffc0 << 48), Bounds(0, 0)]),
      ("peer: '::1/::ff'", 1, [Bounds(0, 0), Bounds(1, 255)]), ("peer: any", 1, [Bounds(0, 0), Bounds(0, 0)]),
    ] as [(String, Int, [Bounds])])
  func rules(_ text: String, _ place: Int, _ bounds: [Bounds]) throws {
    var matches = Self.any
    matches.replaceSubrange(place..<place + bounds.count, with: bounds)
    #expect(try rows("rules", "  - {\(text), allow: true}") == [Row(matches: matches, values: [1])])
  }

  @Test func rulesKeepTheirOrder() throws {
    let rows = try rows("rules", "  - {ports: 1-2}\n  - {}\n  - {ports: 1-2, allow: 1}")
    #expect(rows.map(\.values) == [[0], [0], [1]])
    #expect(rows.map { $0.matches[4] } == [Bounds(1, 2), Bounds(0, 65_535), Bounds(1, 2)])
  }

  @Test(arguments: [
    ("lines", "  - {a: 1}", 4, "P has no config table 'lines'; it has stations, blocked, routes, tenants, rules"),
    ("stations", "  - {vlan: 1}", 4, "a row of 'stations' needs 'mac'"),
    ("tenants", "  - {vrf: 1}", 4, "a row of 'tenants' needs 'address'"),
    ("stations", "  - {mac: any}", 4, "'any' is no value for 'mac'"),
    ("stations", "  - {mac: 1/1}", 4, "'1/1' is no value for 'mac'"),
    ("stations", "  - {mac: 1, vlan: 4096}", 4, "'4096' does not fit 12 bits"),
    ("stations", "  - {mac: 1, lan: 4}", 4, "no field of 'stations' is named 'lan'; there are mac, vlan"),
    ("stations", "  - {mac: 1}\n  - {mac: 2}\n  - {mac: 0x1}", 6, "an earlier row of 'stations' matches the same"),
    ("stations", "  - {mac: 1}\n  - {mac: 2}\n  - {mac: 3}\n  - {mac: 4}", 7, "'stations' takes 3 rows at most"),
    ("routes", "  - {key: 10.0.0.0/8}", 4, "'key' is in the key and in the value: write 'key.key' or 'value.key'"),
    ("routes", "  - {key.key: 10.0.0.1/8}", 4, "'10.0.0.1/8' has bits outside of its prefix"),
    ("routes", "  - {key.key: 10.0.0.0/33}", 4, "'33' is no prefix length: 0 to 32"),
    ("routes", "  - {key.key: 10.0.0.0/}", 4, "'' is no prefix length: 0 to 32"),
    ("routes", "  - {key.key: any, out: upstairs}", 4, "'upstairs' is no value for 'out'"),
    ("tenants", "  - {vrf: 1, address: 10.0.0.0/8}", 4, "'10.0.0.0' is no IPv6 address"),
    ("rules", "  -\n    ports: 9-8", 5, "the range '9-8' ends before it begins"),
    ("rules", "  - {ports: 1-70000}", 4, "'70000' does not fit 16 bits"),
    ("rules", "  - {ports: 8/8}", 4, "'8/8' is no value for 'ports'"),
    ("rules", "  - {flags: 1-2}", 4, "'1-2' is no value for 'flags'"),
    ("rules", "  - {flags: 3/2}", 4, "'3/2' has bits outside of its mask"),
    ("rules", "  - {ports: [1, 2]}", 4, "'ports' has to be one value"),
  ])
  func refusesRowsThatDoNotFit(_ table: String, _ text: String, _ line: Int, _ reason: String) throws {
    let error = try #require(throws: ConfigurationError.self) { _ = try rows(table, text) }
    #expect(error.line == line && error.reason.contains(reason), "\(error)")
  }
}
