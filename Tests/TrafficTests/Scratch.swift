import Foundation
import Testing

/// A directory of one test, removed with it.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "cora-traffic-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// Places in the repository, and beside it.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Captures that are not part of the repository, when they lie beside it.
  static var sharedCaptures: [String] {
    let folder = root.deletingLastPathComponent().appendingPathComponent("shared/captures").path
    return (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { folder + "/" + $0 }) ?? []
  }
}

/// Compares a text with the golden file of that name under `Cases`; `CORA_ACCEPT=1` renews it.
func expectGolden(_ observed: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Cases/\(name).expected")
  let expected = try? String(contentsOf: golden, encoding: .utf8)
  guard observed != expected else { return }
  let accepts = ProcessInfo.processInfo.environment["CORA_ACCEPT"] == "1"
  let place = accepts || expected == nil ? golden : golden.deletingPathExtension().appendingPathExtension("observed")
  try observed.write(to: place, atomically: true, encoding: .utf8)
  if accepts { return }
  Issue.record(
    "\(name) differs from its golden file; see \(place.path). To accept: CORA_ACCEPT=1 swift test --filter TrafficTests",
    sourceLocation: sourceLocation)
}
