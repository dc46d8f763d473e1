import Foundation
import Testing
import Traffic

/// The profiles under `Examples`: those made by formula are golden files of it, and every one reads.
@Suite struct ExampleProfileTests {
  private static let folder = Repository.root.appendingPathComponent("Examples")

  private static let formulas: [String: TrafficProfile] = [
    "zipf-64k": .assumed,
    "equal-flows": .zipf(flows: 64_000, exponent: 0, packetsPerSecond: 1_000_000, newFlowsPerSecond: 1_000),
    "new-flow-flood": .zipf(
      flows: 1_000_000, exponent: 0, packetsPerSecond: 1_000_000, newFlowsPerSecond: 900_000, sizes: .fixed(60)),
  ]

  @Test(arguments: formulas.keys.sorted()) func isTheFormula(name: String) throws {
    let file = Self.folder.appendingPathComponent("\(name).profile.yaml")
    let expected = try #require(Self.formulas[name])
    if ProcessInfo.processInfo.environment["CORA_ACCEPT"] == "1" {
      try expected.yaml.write(to: file, atomically: true, encoding: .utf8)
    }
    let profile = try TrafficProfile(path: file.path)
    #expect(profile == expected, "to accept: CORA_ACCEPT=1 swift test --filter TrafficTests")
  }

  @Test func everyProfileReads() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
      $0.hasSuffix(".profile.yaml")
    }
    #expect(names.count >= Self.formulas.count)
    for name in names {
      #expect(throws: Never.self, "\(name)") { try TrafficProfile(path: Self.folder.appendingPathComponent(name).path) }
    }
  }
}
