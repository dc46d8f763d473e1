import Foundation
import Traffic

/// What is kept of a failure: the packets as a capture, and a text that `Tests/DifferentialTests/Cases` takes.
struct Finding {
  private let built: Built
  private let text: String
  private let steps: [Step]
  private let name: String

  init(_ built: Built, _ what: String, _ seed: UInt64, _ steps: [Step], _ difference: String) {
    self.built = built
    self.steps = steps
    name = "\(built.subject.identifier)-\(built.kind)-\(what.replacing(" ", with: "-"))-\(seed)"
    let comments = difference.split(separator: "\n").map { "# \($0)" }
    let head = ["# \(built.subject.testDescription), \(what), plan \(built.kind), seed \(seed)"]
    text = (head + comments + steps.map(\.description)).joined(separator: "\n") + "\n"
  }

  /// Writes both files, and returns the directory.
  func write() throws -> String {
    let directory = FileManager.default.temporaryDirectory.appending(path: "cora-findings")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try text.write(to: directory.appending(path: "\(name).steps"), atomically: true, encoding: .utf8)
    let writer = try CaptureWriter(path: directory.appending(path: "\(name).pcap").path)
    for step in steps { try writer.write(step.bytes, time: step.time) }
    try writer.finish()
    return directory.appending(path: name).path + ".{steps,pcap}"
  }
}
