import Testing

/// `--tables FILE`: rows for config tables, in YAML or in JSON.
struct TableFileTests {
  private static let program = """
    nf Router {
      port inside, outside
      struct Backend { address: ipv4, weight: u16 }
      config table routes: lpm[ipv4 -> port] { capacity 4 }
      config table backends: array[Backend] { size 4 }
      on packet(ip: ipv4) {
        let out = routes[ip.destination] else drop "no route"
        let backend = backends[0]
        if backend.weight == 3 { drop "by the array" }
        forward to out
      }
      otherwise drop "other"
    }

    """

  /// What became of 100 packets: those that left, and drops by reason.
  private func replay(_ tables: String) throws -> JSONValue {
    let cora = try rig(tables)
    return try JSONValue(cora.succeed(["replay", "router.nf", "--in", "in.pcap", "--tables", "tables"]))
  }

  private func rig(_ tables: String) throws -> CoraCommand {
    let cora = try CoraCommand()
    try cora.write(Self.program, to: "router.nf")
    try cora.write(tables, to: "tables")
    try cora.succeed(["synth", "--flows", "20", "--packets", "100", "--size", "64", "-o", "in.pcap"])
    return cora
  }

  @Test func rowsNameTheirFields() throws {
    #expect(try replay("routes: []")["dropped"]?["no route"]?.number == 100)
    #expect(try replay("routes:\n- {key: 0.0.0.0/0, value: outside}")["packets_out"]?.number == 100)
    let yaml = try replay("routes: [{key: any, value: 1}]\nbackends: [{weight: 3}, {address: 10.0.0.1}]")
    #expect(yaml["dropped"]?["by the array"]?.number == 100)
  }

  @Test func elementsOfArraysMayBeGivenInOrder() throws {
    let json = try replay(
      #"{"routes": [{"key": "any", "value": 0}], "backends": [{"index": 0, "values": [167772161, 3]}]}"#)
    #expect(json["dropped"]?["by the array"]?.number == 100)
  }

  @Test(arguments: [
    ("routes:\n- {key: 10.0.0.1/8}", "tables:2: '10.0.0.1/8' has bits outside of its prefix"),
    ("routs:\n- {key: any}", "tables:2: Router has no config table 'routs'; it has backends, routes"),
    ("routes: 7", "tables:1: not a table file"),
    ("routes: [7]", "tables:1: not a table file"),
    ("- 1", "tables: not a table file"),
    ("{", "tables: not a table file"),
    (#"{"backends": [{"index": 9, "values": [1, 2]}]}"#, "'backends' has 4 elements, there is no index 9"),
    (#"{"backends": [{"index": 0, "values": [1]}]}"#, "'backends' has 2 fields, 1 values given"),
    (#"{"backends": [{"values": [1, 2]}]}"#, "tables:1: not a table file"),
  ])
  func faultsHaveTheirLine(_ tables: String, _ message: String) throws {
    let cora = try rig(tables)
    try cora.fail(
      ["replay", "router.nf", "--in", "in.pcap", "--tables", "tables"], status: 1, saying: [message])
  }
}
