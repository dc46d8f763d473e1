import Driver
import Foundation
import Plan
import Testbed

/// A directory for one test, removed with it.
final class Scratch {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("cora-live-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
    return file(name)
  }

  /// Compiles a program of the library, with changes to its text, for the traffic of a capture if one is given.
  func bundle(
    _ program: String, _ strategy: Strategy = .best, target: String = "xdp", traffic: String? = nil,
    replacing changes: [String: String] = [:]
  ) throws -> String {
    var text = try String(contentsOfFile: BuiltProgram.source(program), encoding: .utf8)
    for (old, new) in changes {
      guard text.contains(old) else { throw TestbedError("'\(old)' is not in \(program).nf") }
      text = text.replacing(old, with: new)
    }
    let source = try ProgramSource(path: try write(text, to: program + ".nf"))
    let request = PlanningRequest(target: target, traffic: traffic, strategy: strategy)
    let compilation = Compilation(try Planned(source, request))
    let bundle = file("\(program)-\(strategy.rawValue).cora")
    try compilation.write(to: bundle)
    return bundle
  }
}
