import Foundation
import Testbed
import Testing

/// Runs the fuzzer's targets in parallel, each in processes of its own: `CORA_FUZZ_SECONDS` long (2 by default), from
/// `CORA_FUZZ_SEED` (1 by default).
@Suite struct FuzzTests {
  @Test(arguments: ["parser", "checker", "formatter", "capture", "packets", "ir"])
  func nothingIsFound(_ target: String) throws {
    let fuzzer = try Fuzzer()
    let result = try fuzzer.run([target, "--seconds", Fuzzer.seconds, "--seed", Fuzzer.seed])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("nothing found"), "\(result)")
    let counts = result.output.firstMatch(of: /, (\d+) inputs, (\d+) taken/)
    #expect(counts.flatMap { Int($0.1) } ?? 0 > 10, "\(result.output)")
    #expect(counts.flatMap { Int($0.2) } ?? 0 > 0, "all inputs were refused: \(result.output)")
  }

  /// A fuzzer that finds nothing may be one that looks at nothing.
  @Test(arguments: ["canary-trap", "canary-loop"])
  func thePlantedFaultIsFound(_ canary: String) throws {
    let fuzzer = try Fuzzer()
    let result = try fuzzer.run([canary, "--seconds", "60", "--seed", "5"])
    #expect(result.status == 1, "\(result)")
    #expect(result.output.contains("\(canary): seed 5, input "))
    #expect(
      result.output.contains(canary == "canary-loop" ? "endless loop" : "Illegal instruction"), "\(result.output)")
    let file = String(try #require(result.output.firstMatch(of: /--replay (\S+)/)?.1))
    let input = try String(contentsOfFile: file, encoding: .utf8)
    #expect(canary == "canary-loop" ? input.contains("{{") : input == "{{", "\(result.output)")
    #expect(try fuzzer.run([canary, "--replay", file]).status != 0)
  }

  @Test func anUnknownTargetIsAMisuse() throws {
    #expect(try Fuzzer().run(["everything"]).status != 0)
  }
}

/// The built `cora-fuzz`, with a directory for what it finds.
struct Fuzzer {
  static let seconds = ProcessInfo.processInfo.environment["CORA_FUZZ_SECONDS"] ?? "2"
  static let seed = ProcessInfo.processInfo.environment["CORA_FUZZ_SEED"] ?? "1"
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private let program: String
  /// Kept, so that what was found can be looked at.
  private let findings: String

  init() throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    program = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("cora-fuzz").path
    findings = FileManager.default.temporaryDirectory.appendingPathComponent("cora-fuzz-findings").path
  }

  func run(_ words: [String]) throws -> CommandResult {
    let places = ["--root", Self.root, "--findings", findings]
    return try Command.run([program] + words + places, timeout: (Double(Self.seconds) ?? 2) + 400)
  }
}
