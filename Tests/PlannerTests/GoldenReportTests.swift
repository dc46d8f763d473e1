import Foundation
import PerfModel
import Planner
import Testing
import Traffic

/// Reports of the shipped programs on the shipped devices. `CORA_ACCEPT=1` renews the expected texts.
@Suite struct GoldenReportTests {
  static let targets = ["xdp", "agilio-cx-2x40", "bluefield-2"]
  static let cases = Library.names.flatMap { program in targets.map { (program, $0) } }

  @Test(arguments: cases)
  func reportIsAsExpected(program: String, target: String) throws {
    let device = try DeviceModel.load(target) { _ in nil }
    let traffic = TrafficProfile.zipf(flows: 64_000, exponent: 1.1)
    let result = Planner().plan(
      try Library.program(program), for: device, under: traffic, goal: .rate(1_000_000), strategy: .best)
    try expectGolden("\(program).\(target).plan", result.text(traffic: traffic, trafficName: "synthetic"))
  }

  @Test func theJSONOfAPlanIsAsExpected() throws {
    let device = try DeviceModel.load("xdp") { _ in nil }
    let traffic = TrafficProfile.zipf(flows: 64_000, exponent: 1.1)
    let result = Planner().plan(try Library.program("nat"), for: device, under: traffic, goal: .cores(2))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let text = String(decoding: try encoder.encode(PlanReport(result)), as: UTF8.self)
    try expectGolden("nat.xdp.json", text + "\n")
  }

  private func expectGolden(_ name: String, _ text: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")
    let expected = folder.appendingPathComponent(name + ".expected")
    let observed = folder.appendingPathComponent(name + ".observed")
    let before = try? String(contentsOf: expected, encoding: .utf8)
    guard before != text else {
      try? FileManager.default.removeItem(at: observed)
      return
    }
    if before == nil || ProcessInfo.processInfo.environment["CORA_ACCEPT"] == "1" {
      try text.write(to: expected, atomically: true, encoding: .utf8)
    } else {
      try text.write(to: observed, atomically: true, encoding: .utf8)
    }
    guard ProcessInfo.processInfo.environment["CORA_ACCEPT"] != "1" else { return }
    Issue.record(
      """
      \(name) is not as expected; see Cases/\(name).observed, and accept it with:
      CORA_ACCEPT=1 swift test --filter GoldenReportTests
      """
    )
  }
}
