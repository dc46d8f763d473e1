import Plan
import Testing

@testable import Runtime

@Suite struct ConfigurationTests {
  static let whole = """
    instance: nat-1
    ports:
      - {name: inside, interface: veth-i}
      - name: outside
        driver: pcap
        output: out.pcap
    socket: /tmp/nat.sock
    status: {file: /tmp/nat.json, interval: 250ms}
    hugepages: none
    core: 1
    idle: sleep
    buffers: 8_192
    parameters:
      public: 198.51.100.7
    tables:
      backends:
        - {address: 10.0.0.1, weight: 3}
        - {index: 5, address: 10.0.0.2}
    replan: {policy: first-come, interval: 1s, batch: 4}
    log: debug
    exports: /tmp/nat.exports
    """

  @Test func readsEveryKey() throws {
    let read = try DaemonConfiguration(text: Self.whole)
    #expect(read.instance == "nat-1")
    #expect(read.ports.map(\.name) == ["inside", "outside"])
    #expect(read.ports[0].driver == .auto && read.ports[0].interface == "veth-i")
    #expect(read.ports[1].driver == .pcap && read.ports[1].output == "out.pcap")
    #expect(read.socketPath == "/tmp/nat.sock" && read.statusFile == "/tmp/nat.json")
    #expect(read.statusIntervalNanoseconds == 250_000_000 && read.exports == "/tmp/nat.exports")
    #expect(read.hugepages == .none && read.core == 1 && read.idle == .sleep && read.buffers == 8192)
    #expect(read.parameters["public"]?.text == "198.51.100.7")
    #expect(read.tables["backends"]?.map { $0.fields["index"]?.text } == [nil, "5"])
    #expect(read.replan.policy == .firstCome && read.replan.batch == 4 && read.log == .debug)
  }

  @Test(arguments: [
    ("ports: [{name: a, interface: b}]\ncolour: red", 2, "unknown key 'colour' in the configuration"),
    ("ports:\n  - name: a\n    interface: b\n    speed: 3", 4, "unknown key 'speed' in a port"),
    ("ports: [{name: a, interface: b}]\nidle: nap", 2, "'idle' is one of adaptive, spin, yield, sleep, not 'nap'"),
    ("ports: [{name: a, interface: b}]\n\nreplan:\n  interval: soon", 4, "'interval' has to be a time"),
    ("ports: [{name: a, interface: b}]\ncore: many", 2, "'core' has to be a number"),
    ("ports: [{name: a, interface: b}]\ninstance: ../etc", 2, "'instance' is 1 to 32 letters"),
    ("ports: [{name: a}]", 1, "port 'a' needs an 'interface'"),
    ("ports:\n- {name: a, interface: b}\n- {name: a, interface: c}", 3, "port 'a' is there twice"),
    ("core: 1", 1, "'ports' is missing"),
    ("ports: [{name: a, interface: b}", 2, "is not YAML"),
    ("- 1\n- 2", 1, "the configuration has to be keys with values"),
  ])
  func namesTheLineOfAFault(_ text: String, _ line: Int, _ reason: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try DaemonConfiguration(text: text, file: "f") }
    #expect(error.line == line, "\(error)")
    #expect(error.reason.contains(reason), "\(error)")
  }

  private static let layout = ProgramLayout(
    program: "P", programDigest: "",
    parameters: [
      .init(name: "public", bits: 32, value: 1, shown: "0.0.0.1"), .init(name: "limit", bits: 8, value: 2, shown: "2"),
      .init(name: "source.hi", bits: 64, value: 0, shown: "::"),
      .init(name: "source.lo", bits: 64, value: 0, shown: "::"),
    ],
    ports: ["inside", "outside"], reasons: [], pathCount: 1,
    arrays: [
      .init(
        name: "backends", state: 0,
        element: StructLayout([("address", 32), ("weight", 16)], minimumAlignment: 8), size: 4, isConfig: true,
        mode: .host)
    ])

  private func configured(_ text: String) throws -> DaemonConfiguration {
    try DaemonConfiguration(text: "ports: [{name: inside, interface: a}]\n" + text, file: "f")
  }

  @Test func bindsParameters() throws {
    let read = try configured("parameters: {public: 192.0.2.1, source: '2001:db8::1'}")
    let values = try read.parameterValues(for: Self.layout, file: "f")
    #expect(values == [0xc000_0201, 2, 0x2001_0db8_0000_0000, 1])
  }

  @Test func bindsRows() throws {
    let read = try configured("tables: {backends: [{address: 10.0.0.1, weight: 3}, {index: 3, weight: 1}]}")
    let elements = try read.contents(for: Self.layout, file: "f").elements
    #expect(elements.map(\.index) == [0, 3])
    #expect(elements.map(\.values) == [[0x0a00_0001, 3], [0, 1]])
  }

  @Test(arguments: [
    ("parameters:\n  pubic: 1.2.3.4", 3, "no parameter of P is named 'pubic'"),
    ("parameters:\n  limit: 256", 3, "'256' does not fit 8 bits"),
    ("parameters:\n  limit: red", 3, "'red' is no value for 'limit'"),
    ("tables:\n  backend:\n  - {weight: 1}", 4, "P has no config table 'backend'; it has backends"),
    ("tables:\n  backends:\n  - {index: x, weight: 1}", 4, "'index' has to be a number"),
    ("tables:\n  backends:\n  - {index: 4, weight: 1}", 4, "'backends' has rows 0 to 3, not 4"),
    ("tables:\n  backends:\n  - {wait: 1}", 4, "no field of 'backends' is named 'wait'"),
  ])
  func refusesWhatTheProgramDoesNotHave(_ text: String, _ line: Int, _ reason: String) throws {
    let read = try configured(text)
    let error = try #require(throws: ConfigurationError.self) {
      _ = try read.parameterValues(for: Self.layout, file: "f")
      _ = try read.contents(for: Self.layout, file: "f")
    }
    #expect(error.line == line && error.reason.contains(reason), "\(error)")
  }

  @Test func bindsPortsByName() throws {
    let one = try DaemonConfiguration(text: "ports: [{name: outside, interface: b}, {name: inside, interface: a}]")
    let bound = try PortBinding.bind(one, to: Self.layout, file: "f")
    #expect(bound.map(\.configuration.interface) == ["a", "b"])
    #expect(throws: DaemonError.self) { try PortBinding.bind(try configured("core: 1"), to: Self.layout, file: "f") }
    let shared = try DaemonConfiguration(text: "ports: [{name: outside, interface: b}, {name: inside, interface: b}]")
    #expect(throws: DaemonError.self) { try PortBinding.bind(shared, to: Self.layout, file: "f") }
  }

  @Test(
    arguments: [
      ("1_000", 1000), ("0xff", 255), ("true", 1), ("10.0.0.1", 0x0a00_0001), ("02:00:00:00:00:01", 0x0200_0000_0001),
      ("3ms", 3_000_000), ("2min", 120_000_000_000), ("1h", 3_600_000_000_000),
    ] as [(String, UInt64)])
  func readsValues(_ text: String, _ value: UInt64) { #expect(ScalarText.value(text) == value) }

  @Test(arguments: ["", "10.0.0", "10.0.0.256", "1.2.3.4.5", "x", "5 s", "18446744073709551615h", "-1"])
  func refusesNonsense(_ text: String) { #expect(ScalarText.value(text) == nil) }

  @Test func readsIPv6() throws {
    let full = try #require(ScalarText.ipv6("1:2:3:4:5:6:7:8"))
    #expect(full == (0x0001_0002_0003_0004, 0x0005_0006_0007_0008))
    #expect(try #require(ScalarText.ipv6("::")) == (0, 0))
    #expect(try #require(ScalarText.ipv6("fe80::1")) == (0xfe80_0000_0000_0000, 1))
    for text in ["1:2", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::"] { #expect(ScalarText.ipv6(text) == nil) }
  }
}
