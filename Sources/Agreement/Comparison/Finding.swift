import Foundation
import Traffic

/// A difference between an execution and the interpreter, and what is kept of it: the packets as a capture, and a text
/// that becomes a regression case when it is put into `Cases`.
public struct Finding: Sendable {
  public let steps: [Step]
  public let message: String
  /// The steps with the message as comments: a file of `Tests/DifferentialTests/Cases`, and the name it would have.
  public let text: String
  public let name: String

  /// `difference` is the one at the end of all steps; `short` are the steps that are left, with theirs.
  init(
    _ built: Built, _ what: String, seed: UInt64, all: [Step], _ short: (steps: [Step], difference: String?),
    _ difference: String
  ) {
    let still = short.difference ?? "nothing when it is run again: it depends on more than the packets"
    steps = short.steps
    name = "\(built.identifier)-\(what.replacing(" ", with: "-"))-\(seed)"
    message = """
      \(built.name), \(what) (\(built.identifier)), seed \(seed), packet \(all.count - 1):
      \(difference)
      \(steps.count) packets show: \(still)
      """
    let comments = message.split(separator: "\n").map { "# \($0)" }
    text = (comments + steps.map(\.description)).joined(separator: "\n") + "\n"
  }

  /// Writes both files to the directory for temporary files, and returns where.
  public func write() throws -> String {
    let directory = FileManager.default.temporaryDirectory.appending(path: "cora-findings")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try text.write(to: directory.appending(path: "\(name).steps"), atomically: true, encoding: .utf8)
    let writer = try CaptureWriter(path: directory.appending(path: "\(name).pcap").path)
    for step in steps { try writer.write(step.bytes, time: step.time) }
    try writer.finish()
    return directory.appending(path: name).path + ".{steps,pcap}"
  }
}
