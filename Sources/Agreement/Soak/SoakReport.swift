import Foundation
import TraceGenerator

/// What runs came to, program by program and site by site. It is kept as JSON, so that a later run goes on from it.
public struct SoakReport: Codable, Sendable {
  /// What one site ran.
  public struct Site: Codable, Sendable {
    public var packets = 0
    public var mismatches = 0
    /// Seconds of one core, without making packets and answers.
    public var seconds = 0.0
    /// Why it could not be run; nil when it could.
    public var refusal: String?
  }

  public struct Row: Codable, Sendable {
    /// Of the program that was run: another one begins anew.
    public var digest: String
    /// Chunks that all sites have run.
    public var chunks = 0
    public var coverage = ""
    /// The edges that were taken, of the program with tables as they are.
    public var taken: [Int] = []
    public var sites: [String: Site] = [:]
    /// Seconds of one core in all.
    public var seconds = 0.0

    public init(digest: String) { self.digest = digest }

    /// Packets that each site which can be run has run, at least.
    public var packets: Int { sites.values.filter { $0.refusal == nil }.map(\.packets).min() ?? 0 }
    public var mismatches: Int { sites.values.reduce(0) { $0 + $1.mismatches } }
  }

  public internal(set) var rows: [String: Row] = [:]

  public init() {}

  /// Reads one that was written; an empty one where there is none.
  public init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else { return }
    do {
      self = try JSONDecoder().decode(SoakReport.self, from: data)
    } catch {
      throw TrialError("\(path): is not a report of an earlier run")
    }
  }

  public func write(json path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  public var mismatches: Int { rows.values.reduce(0) { $0 + $1.mismatches } }
  public var refusals: Int { rows.values.reduce(0) { $0 + $1.sites.values.count { $0.refusal != nil } } }
  /// Packets over all programs and sites.
  public var packets: Int { rows.values.reduce(0) { $0 + $1.sites.values.reduce(0) { $0 + $1.packets } } }

  /// A table in Markdown: programs by name, packets in thousands for each site.
  public var text: String {
    let sites = ["host", "nic"] + Set(rows.values.flatMap(\.sites.keys)).subtracting(["host", "nic"]).sorted()
    let head = ["program", "branches taken"] + sites + ["mismatches", "core seconds"]
    let lines = rows.sorted { $0.key < $1.key }.map { name, row in
      [name, row.coverage] + sites.map { row.sites[$0].map(Self.cell) ?? "–" }
        + ["\(row.mismatches)", "\(Int(row.seconds))"]
    }
    let rule = head.map { _ in "---" }
    return ([head, rule] + lines).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func cell(_ site: Site) -> String {
    site.refusal != nil ? "refused" : "\(site.packets / 1_000) k" + (site.mismatches > 0 ? " (differs)" : "")
  }
}
