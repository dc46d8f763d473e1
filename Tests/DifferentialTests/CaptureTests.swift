import Foundation
import Testing
import Traffic
import Wire

/// Captures of real and of broken traffic, where the machine has them beside the package.
@Suite struct CaptureTests {
  static let directory = Subject.package.deletingLastPathComponent().appending(path: "shared/captures")
  static let captures = ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).sorted()
  static let subjects = [Subject.nat, .firewall]

  @Test(.enabled(if: !captures.isEmpty, "no captures beside the package"), arguments: captures)
  func onTheHost(_ capture: String) throws {
    let steps = Self.steps(capture)
    for subject in Self.subjects {
      let built = try Workshop.bundle(subject, .planner(.hostOnly))
      _ = try Comparison(built: built, what: "host on \(capture)") { try HostExecution($0) }.run(steps)
    }
  }

  @Test(
    .enabled(if: !captures.isEmpty, "no captures beside the package"),
    .enabled(if: NICAccess.isGranted, Comment(rawValue: NICAccess.reason)), arguments: captures)
  func onBothHalves(_ capture: String) throws {
    let steps = Self.steps(capture)
    for (subject, kind) in [(Subject.nat, PlanKind.planner(.best)), (.firewall, .split(entries: 64))] {
      let built = try Workshop.bundle(subject, kind)
      let comparison = Comparison(built: built, what: "both halves on \(capture)") { try PairExecution($0) }
      #expect(try comparison.run(steps).failed == 0)
    }
  }

  /// The whole packets of a capture; none when it is of another link layer.
  private static func steps(_ name: String) -> [Step] {
    guard let reader = try? CaptureReader(path: directory.appending(path: name).path) else { return [] }
    let ports = PortAssignment.bySource()
    var salts = SplitMix64(seed: 7)
    var steps: [Step] = []
    while let packet = try? reader.next() {
      let port = ports.port(of: packet.bytes)
      steps.append(Step(bytes: Array(packet.bytes), port: port, time: packet.time, salt: salts.next()))
    }
    return steps
  }
}
