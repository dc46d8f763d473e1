import Driver
import Foundation
import IR
import TraceGenerator
import Wire

/// A program of the library, perhaps with changes to its text, and the traffic and tables it is tried with.
public struct Subject: Hashable, Sendable, CustomStringConvertible {
  public var name: String
  public var changes: [String: String]
  /// What the changes are for.
  public var note: String
  /// Whether its tables are made small, so that few packets fill them.
  public var isSmall: Bool

  public init(name: String, changes: [String: String] = [:], note: String = "", isSmall: Bool = false) {
    self.name = name
    self.changes = changes
    self.note = note
    self.isSmall = isSmall
  }

  public var description: String { note.isEmpty ? name : "\(name), \(note)" }
  /// A name for files.
  public var identifier: String { ([name] + note.split(separator: " ").map(String.init)).joined(separator: "-") }

  /// Every program of the library, as its folder has them; with `CORA_PROGRAMS=a,b` in the environment, only those.
  public static let library = ((try? FileManager.default.contentsOfDirectory(atPath: programs.path)) ?? [])
    .filter { $0.hasSuffix(".nf") }.map { Subject(name: String($0.dropLast(3))) }.sorted { $0.name < $1.name }
    .filter { wanted?.contains($0.name) ?? true }

  private static let wanted = ProcessInfo.processInfo.environment["CORA_PROGRAMS"]?
    .split(separator: ",").map(String.init)

  /// The same with small tables.
  public var small: Subject { Subject(name: name, changes: changes, note: note + " with small tables", isSmall: true) }

  /// Compiles the program; a changed source is written to `scratch`.
  public func source(in scratch: URL) throws -> ProgramSource {
    let source = try wholeSource(in: scratch)
    return isSmall ? source.replacing(program: source.program.withSmallTables) : source
  }

  private func wholeSource(in scratch: URL) throws -> ProgramSource {
    let file = Self.programs.appending(path: "\(name).nf")
    guard !changes.isEmpty else { return try ProgramSource(path: file.path) }
    var text = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in changes {
      guard text.contains(old) else { throw TrialError("'\(old)' is not in \(name).nf") }
      text = text.replacing(old, with: new)
    }
    let changed = scratch.appending(path: "\(identifier).nf")
    try text.write(to: changed, atomically: true, encoding: .utf8)
    return try ProgramSource(path: changed.path)
  }

  /// The package's directory.
  public static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  public static let programs = package.appending(path: "NFPrograms")
}

extension Subject {
  /// Gaps are long enough, and often enough, for records to expire.
  public var traffic: RandomTraffic.Configuration {
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
  public func tables(for program: Program) throws -> [TableChange] {
    try ProgramSource(path: Self.programs.appending(path: "\(name).nf").path).tablesBeside().changes(for: program)
  }
}
