import Foundation
import Plan
import Yams

extension DaemonConfiguration {
  /// Reads a file; every fault is one error with its line.
  public init(file: String) throws(ConfigurationError) {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ConfigurationError(file: file, line: 0, reason: "cannot be read")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw ConfigurationError(file: file, line: 0, reason: "is not UTF-8 text")
    }
    try self.init(text: text, file: file)
  }

  public init(text: String, file: String = "<configuration>") throws(ConfigurationError) {
    self.init()
    try read(YAMLReader(try Self.node(text, file), what: "the configuration", file: file))
  }

  private static func node(_ text: String, _ file: String) throws(ConfigurationError) -> Node {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw ConfigurationError(file: file, line: 0, reason: "is empty")
      }
      return node
    } catch let error as ConfigurationError {
      throw error
    } catch let error as YamlError {
      throw ConfigurationError(file: file, line: error.line, reason: error.problem)
    } catch {
      throw ConfigurationError(file: file, line: 0, reason: "is not YAML")
    }
  }

  private static let keys = [
    "instance", "ports", "socket", "status", "hugepages", "core", "idle", "buffers", "parameters", "tables", "replan",
    "log", "exports",
  ]

  private mutating func read(_ reader: YAMLReader) throws(ConfigurationError) {
    try reader.allow(Self.keys)
    instance = try reader.text("instance")
    if let instance, !Self.isName(instance) {
      throw reader.fail(reader.node("instance"), "'instance' is 1 to 32 letters, digits, '-' and '_'")
    }
    socketPath = try reader.text("socket")
    exports = try reader.text("exports")
    hugepages = try reader.choice("hugepages", Hugepages.self) ?? hugepages
    core = try reader.integer("core", in: 0...1023)
    idle = try reader.choice("idle", Idle.self) ?? idle
    buffers = try reader.integer("buffers", in: 4096...4_194_304) ?? buffers
    log = try reader.choice("log", LogLevel.self) ?? log
    try readStatus(reader)
    try readReplan(reader)
    try readPorts(reader)
    try readParameters(reader)
    try readTables(reader)
  }

  /// A name that is safe in paths.
  static func isName(_ name: String) -> Bool {
    (1...32).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 95
      }
  }

  private mutating func readStatus(_ reader: YAMLReader) throws(ConfigurationError) {
    guard let status = try reader.mapping("status") else { return }
    try status.allow(["file", "interval"])
    statusFile = try status.text("file")
    statusIntervalNanoseconds =
      try status.duration("interval", in: 10_000_000...3_600_000_000_000) ?? statusIntervalNanoseconds
  }

  private mutating func readReplan(_ reader: YAMLReader) throws(ConfigurationError) {
    guard let section = try reader.mapping("replan") else { return }
    try section.allow(["policy", "interval", "batch"])
    replan.policy = try section.choice("policy", Replan.Policy.self) ?? replan.policy
    replan.intervalNanoseconds =
      try section.duration("interval", in: 10_000_000...3_600_000_000_000) ?? replan.intervalNanoseconds
    replan.batch = try section.integer("batch", in: 1...1024) ?? replan.batch
  }

  private mutating func readPorts(_ reader: YAMLReader) throws(ConfigurationError) {
    for node in try reader.list("ports") {
      let port = try Self.port(YAMLReader(node, what: "a port", file: reader.file))
      guard !ports.contains(where: { $0.name == port.name }) else {
        throw reader.fail(node, "port '\(port.name)' is there twice")
      }
      ports.append(port)
    }
    guard !ports.isEmpty else { throw reader.fail(reader.node("ports"), "'ports' is missing") }
  }

  private static func port(_ reader: YAMLReader) throws(ConfigurationError) -> Port {
    try reader.allow(["name", "interface", "driver", "input", "output"])
    guard let name = try reader.text("name") else { throw reader.fail(nil, "a port needs a 'name'") }
    var port = Port(name: name, line: reader.line)
    port.driver = try reader.choice("driver", Driver.self) ?? .auto
    port.interface = try reader.text("interface")
    port.input = try reader.text("input")
    port.output = try reader.text("output")
    switch port.driver {
    case .auto, .afXDP, .afPacket:
      guard port.interface != nil else { throw reader.fail(nil, "port '\(name)' needs an 'interface'") }
      guard port.input == nil, port.output == nil else {
        throw reader.fail(reader.node("input") ?? reader.node("output"), "capture files need 'driver: pcap'")
      }
    case .pcap:
      guard port.input != nil || port.output != nil else {
        throw reader.fail(nil, "port '\(name)' needs an 'input' or an 'output'")
      }
    case .ring: break
    }
    return port
  }

  private mutating func readParameters(_ reader: YAMLReader) throws(ConfigurationError) {
    guard let section = try reader.mapping("parameters") else { return }
    for key in section.keys { parameters[key] = try section.scalar(key) }
  }

  private mutating func readTables(_ reader: YAMLReader) throws(ConfigurationError) {
    guard let section = try reader.mapping("tables") else { return }
    for key in section.keys {
      var rows: [ConfigRow] = []
      for node in try section.list(key) {
        rows.append(try Self.row(YAMLReader(node, what: "a row of '\(key)'", file: reader.file)))
      }
      tables[key] = rows
    }
  }

  private static func row(_ reader: YAMLReader) throws(ConfigurationError) -> ConfigRow {
    var row = ConfigRow(fields: [:], line: reader.line)
    for key in reader.keys { row.fields[key] = try reader.scalar(key) }
    return row
  }
}

extension YamlError {
  fileprivate var line: Int {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: 0
    }
  }

  fileprivate var problem: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      "is not YAML: \(problem)"
    case .duplicatedKeysInMapping: "is not YAML: a key is there twice"
    default: "is not YAML"
    }
  }
}
