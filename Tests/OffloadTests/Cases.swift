import Foundation
import Offload
import Testing

@testable import Driver

enum OffloadRuleList {
  static var identifiers: [String] { Set(OffloadRules.all.map(\.identifier)).sorted() }
}

/// The programs beside the tests, and clang for them.
enum Cases {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let directory = root.appendingPathComponent("Tests/OffloadTests/Cases")

  static func all(_ kind: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.appendingPathComponent(kind).path)
      .filter { $0.hasSuffix(".c") }.map { String($0.dropLast(2)) }.sorted()
  }

  /// An object in a directory of its own; a case may ask for another instruction set by a line `// cpu: v4`.
  static func compile(_ name: String) throws -> String {
    let source = directory.appendingPathComponent(name + ".c").path
    let isNewest = try String(contentsOfFile: source, encoding: .utf8).contains("// cpu: v4")
    let home = FileManager.default.temporaryDirectory.appendingPathComponent("offload-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let object = home.appendingPathComponent("case.o").path
    let include = ["x86_64", "aarch64"].map { "-I/usr/include/\($0)-linux-gnu" }
    try ExternalTool("clang", hint: "").run(
      ["-target", "bpf", "-mcpu=" + (isNewest ? "v4" : "v3"), "-O2", "-g", "-fdebug-compilation-dir=."] + include
        + ["-c", source, "-o", object],
      in: home.path)
    return object
  }

  static func remove(_ object: String) {
    try? FileManager.default.removeItem(atPath: (object as NSString).deletingLastPathComponent)
  }

  /// One line for each reason: rule, instruction, place, message.
  static func text(_ report: OffloadReport) -> String {
    report.reasons.map { reason in
      let place = reason.source.map { ($0 as NSString).lastPathComponent } ?? "-"
      return "\(reason.rule) \(reason.instruction.map(String.init) ?? "-") \(place) \(reason.message)\n"
    }
    .joined()
  }

  static func expected(_ name: String) throws -> String {
    try String(contentsOf: directory.appendingPathComponent(name + ".expected"), encoding: .utf8)
  }

  /// Compares with the golden file; `CORA_ACCEPT=1` writes it anew.
  static func compare(_ text: String, with name: String) throws {
    let file = directory.appendingPathComponent(name + ".expected")
    if ProcessInfo.processInfo.environment["CORA_ACCEPT"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let expected = try? String(contentsOf: file, encoding: .utf8)
    guard text != expected else { return }
    try text.write(to: directory.appendingPathComponent(name + ".observed"), atomically: true, encoding: .utf8)
    Issue.record("\(name): \(text)\nCORA_ACCEPT=1 swift test --filter ^OffloadTests accepts this")
  }
}
