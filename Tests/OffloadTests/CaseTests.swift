import Foundation
import Testing

@testable import Driver

/// Small programs in C, one or more for each rule: those in `accept` are taken, those in `reject` refused for the reasons in
/// the file beside them.
struct CaseTests {
  static let target = "agilio-cx-2x40"

  @Test(arguments: try Cases.all("accept"))
  func isAccepted(_ name: String) throws {
    let object = try Cases.compile("accept/" + name)
    defer { Cases.remove(object) }
    let check = try OffloadCheck(objectAt: object, target: Self.target)
    #expect(check.report.accepted, "\(Cases.text(check.report))")
    #expect(check.report.reasons.isEmpty)
  }

  @Test(arguments: try Cases.all("reject"))
  func isRefused(_ name: String) throws {
    let object = try Cases.compile("reject/" + name)
    defer { Cases.remove(object) }
    let check = try OffloadCheck(objectAt: object, target: Self.target)
    #expect(!check.report.accepted)
    try Cases.compare(Cases.text(check.report), with: "reject/" + name)
  }

  /// Whoever adds a rule adds a case.
  @Test func everyRuleRefusesSomething() throws {
    let refused = try Set(Cases.all("reject").flatMap { name in
      try Cases.expected("reject/" + name).split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    })
    #expect(Set(OffloadRuleList.identifiers) == refused)
  }

  @Test func everyRuleIsInTheManual() throws {
    let manual = try String(contentsOf: Cases.root.appendingPathComponent("docs/check-offload.md"), encoding: .utf8)
    for rule in OffloadRuleList.identifiers { #expect(manual.contains("| `\(rule)` |"), "\(rule)") }
  }
}
