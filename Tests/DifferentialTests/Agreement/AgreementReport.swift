import Foundation
import Synchronization
import TraceGenerator

/// What the agreement tests came to: a table by program, kept in `build/agreement.md` and printed when all were run.
final class AgreementReport: Sendable {
  static let shared = AgreementReport()

  private struct Row {
    var coverage = ""
    /// By deployment, in the order they were run.
    var sites: [(name: String, packets: Int)] = []
    var mismatches = 0
    var isFinished = false
  }

  private let rows = Mutex<[String: Row]>([:])
  private static let file = Subject.package.appending(path: "build/agreement.md")

  func note(_ subject: Subject, _ deployment: Deployment, packets: Int, mismatches: Int) {
    let name = "\(deployment.site) \(deployment.kind)" + (subject.isSmall ? " small" : "")
    rows.withLock { rows in
      var row = rows[subject.name] ?? Row()
      if let site = row.sites.firstIndex(where: { $0.name == name }) {
        row.sites[site].packets += packets
      } else {
        row.sites.append((name, packets))
      }
      row.mismatches += mismatches
      rows[subject.name] = row
    }
  }

  /// Writes the table anew; prints it with the last subject.
  func finish(_ subject: Subject, _ coverage: Coverage) {
    let (text, isLast) = rows.withLock { rows in
      rows[subject.name]?.coverage = coverage.text
      rows[subject.name]?.isFinished = true
      return (Self.table(rows), rows.values.count { $0.isFinished } == Subject.library.count)
    }
    let directory = Self.file.deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try? text.write(to: Self.file, atomically: true, encoding: .utf8)
    if isLast { print(text) }
  }

  private static func table(_ rows: [String: Row]) -> String {
    let lines = rows.filter(\.value.isFinished).sorted { $0.key < $1.key }.map { name, row in
      let fewest = row.sites.map(\.packets).min() ?? 0
      let sites = row.sites.map(\.name).joined(separator: ", ")
      return "| \(name) | \(row.coverage) | \(sites) | \(fewest) | \(row.mismatches) |"
    }
    return """
      | program | branches taken | sites | packets on each | mismatches |
      |---|---|---|---|---|
      \(lines.joined(separator: "\n"))

      """
  }
}
