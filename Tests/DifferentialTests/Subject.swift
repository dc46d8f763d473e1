import Driver
import Foundation
import IR
import Testing
import TraceGenerator
import Wire

/// A program of the library, perhaps with changes to its text, and the traffic and tables it is tried with.
struct Subject: Hashable, Sendable, CustomTestStringConvertible {
  var name: String
  var changes: [String: String] = [:]
  /// What the changes are for.
  var note = ""
  /// Whether its tables are made small, so that few packets fill them.
  var isSmall = false

  var testDescription: String { note.isEmpty ? name : "\(name), \(note)" }
  /// A name for files.
  var identifier: String { ([name] + note.split(separator: " ").map(String.init)).joined(separator: "-") }

  static let nat = Subject(name: "nat")
  static let firewall = Subject(name: "firewall")
  static let balancer = Subject(name: "lb")
  static let policer = Subject(name: "policer")
  static let monitor = Subject(name: "flowmon")
  /// Every program of the library, as its folder has them; with `CORA_PROGRAMS=a,b` in the environment, only those.
  static let library = ((try? FileManager.default.contentsOfDirectory(atPath: programs.path)) ?? [])
    .filter { $0.hasSuffix(".nf") }.map { Subject(name: String($0.dropLast(3))) }.sorted { $0.name < $1.name }
    .filter { wanted?.contains($0.name) ?? true }

  private static let wanted = ProcessInfo.processInfo.environment["CORA_PROGRAMS"]?
    .split(separator: ",").map(String.init)

  /// Exact eviction needs one owner that keeps the order of age: the NIC half can have no records of these two.
  static let evictingBalancer = Subject(
    name: "lb", changes: [#"full drop "connection table full""#: "full evict oldest"], note: "evicting")
  static let evictingPolicer = Subject(
    name: "policer", changes: [#"full drop "bucket table full""#: "full evict oldest"], note: "evicting")

  /// With a decision between rewrites, so that plans may hand a packet over that is half rewritten.
  static let steppedNAT = Subject(
    name: "nat",
    changes: [
      "ip.source = public": #"ip.source = public if ip.ttl < 2 { drop "too old" }"#,
      "l4.source = mapped": "l4.source = mapped if ip.dscp == 9 { forward inside }",
      "ip.destination = inner.address": #"ip.destination = inner.address if ip.ttl < 2 { drop "too old" }"#,
    ], note: "in steps")
  static let steppedBalancer = Subject(
    name: "lb",
    changes: [
      "ip.destination = backends[backend].address":
        #"ip.destination = backends[backend].address if ip.ttl < 2 { drop "too old" }"#,
      "ip.source = vip": #"ip.source = vip if ip.ttl < 2 { drop "too old" }"#,
    ], note: "in steps")

  static let smallNAT = Subject(
    name: "nat",
    changes: steppedNAT.changes.merging(
      ["capacity 65_536": "capacity 30", "1024...65_535": "1024...1050", "120s": "20ms"]) { $1 }, note: "small")
  static let smallFirewall = Subject(
    name: "firewall",
    changes: [
      "capacity 65_536": "capacity 20", "120s": "10ms",
      "by life": "by life { opening 5ms  answered 8ms  established 20ms  otherwise 10ms }",
    ], note: "small")
  static let smallBalancer = Subject(
    name: "lb", changes: steppedBalancer.changes.merging(["capacity 65_536": "capacity 20", "120s": "10ms"]) { $1 },
    note: "small")
  static let smallPolicer = Subject(
    name: "policer", changes: ["capacity 65_536": "capacity 5", "60s": "10ms"], note: "small")
  static let smallMonitor = Subject(
    name: "flowmon", changes: ["capacity 65_536": "capacity 20", "60s": "10ms"], note: "small")
  static let smallEvictingBalancer = Subject(
    name: "lb", changes: evictingBalancer.changes.merging(["capacity 65_536": "capacity 20", "120s": "10ms"]) { $1 },
    note: "small and evicting")
  static let smallEvictingPolicer = Subject(
    name: "policer", changes: evictingPolicer.changes.merging(["capacity 65_536": "capacity 3", "60s": "10ms"]) { $1 },
    note: "small and evicting")

  static let variants = [
    evictingBalancer, evictingPolicer, steppedNAT, steppedBalancer, smallNAT, smallFirewall, smallBalancer,
    smallPolicer, smallMonitor, smallEvictingBalancer, smallEvictingPolicer,
  ]

  /// The same with small tables.
  var small: Subject { Subject(name: name, changes: changes, note: note + " with small tables", isSmall: true) }

  /// Compiles the program; a changed source is written to `scratch`.
  func source(in scratch: URL) throws -> ProgramSource {
    let source = try wholeSource(in: scratch)
    return isSmall ? source.replacing(program: source.program.withSmallTables) : source
  }

  private func wholeSource(in scratch: URL) throws -> ProgramSource {
    let file = Self.programs.appending(path: "\(name).nf")
    guard !changes.isEmpty else { return try ProgramSource(path: file.path) }
    var text = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in changes {
      try #require(text.contains(old), "'\(old)' is not in \(name).nf")
      text = text.replacing(old, with: new)
    }
    let changed = scratch.appending(path: "\(identifier).nf")
    try text.write(to: changed, atomically: true, encoding: .utf8)
    return try ProgramSource(path: changed.path)
  }

  /// The package's directory.
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let programs = package.appending(path: "NFPrograms")
}

extension Subject {
  /// Gaps are long enough, and often enough, for records to expire.
  var traffic: RandomTraffic.Configuration {
    var traffic = RandomTraffic.Configuration()
    switch name {
    case "firewall": traffic.longGapNanoseconds = 400_000_000_000
    case "lb":
      traffic.serviceHosts = [.v4(192, 0, 2, 10)]
      traffic.serverPorts = [80, 80, 80, 8080]
    case "policer":
      // Some 3 MB/s for a dozen addresses, so that several are above their rate.
      traffic.largestPayload = 900
      traffic.longGapShare = 0.001
    default: break
    }
    return traffic
  }

  /// Rows of the config tables at the start: those that lie beside the program.
  func tables(for program: Program) throws -> [TableChange] {
    try ProgramSource(path: Self.programs.appending(path: "\(name).nf").path).tablesBeside().changes(for: program)
  }
}
