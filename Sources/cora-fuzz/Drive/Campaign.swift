import Foundation

/// What a campaign came to.
struct CampaignOutcome: CustomStringConvertible {
  struct Finding {
    /// Number of the input in its sequence.
    var number: UInt64
    var reason: String
    /// The first lines of what the worker said.
    var said: String
    var file: String
    var bytes: Int
    var smallerFile: String?
    var smallerBytes: Int
  }
  var target: TargetName
  var seed: UInt64
  /// Inputs that were run.
  var inputs: UInt64
  /// Of these, those that were not refused.
  var taken: UInt64 = 0
  var finding: Finding?

  var description: String {
    guard let finding else { return "\(target.rawValue): seed \(seed), \(inputs) inputs, \(taken) taken, nothing found" }
    let smaller = finding.smallerFile.map { "\n  smaller: \($0) (\(finding.smallerBytes) bytes)" } ?? ""
    return """
      \(target.rawValue): seed \(seed), input \(finding.number): \(finding.reason)
      \(finding.said)
        input: \(finding.file) (\(finding.bytes) bytes)\(smaller)
        again: cora-fuzz \(target.rawValue) --replay \(finding.smallerFile ?? finding.file)
      """
  }
}

/// The parent's side: one worker, and what it dies of.
struct Campaign {
  let target: TargetName
  let seed: UInt64
  let seconds: Double
  let root: String
  let findings: String

  func run() throws -> CampaignOutcome {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("cora-fuzz-\(UUID().uuidString).input")
      .path
    let mailbox = try Mailbox(path: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let result = try ChildProcess.run(
      [
        target.rawValue, "--mailbox", path, "--seed", String(seed), "--seconds", String(seconds), "--root", root,
      ], timeout: seconds + 120)
    guard result.hasFailed else {
      let counts = result.output.split(whereSeparator: \.isWhitespace).compactMap { UInt64($0) }
      guard counts.count == 2 else { throw FuzzError("the worker said '\(result.output)' and ended") }
      return CampaignOutcome(target: target, seed: seed, inputs: counts[0], taken: counts[1])
    }
    let finding = try keep(mailbox.input, mailbox.number, result)
    return CampaignOutcome(target: target, seed: seed, inputs: mailbox.number, finding: finding)
  }

  private func keep(_ input: [UInt8], _ number: UInt64, _ result: ChildResult) throws -> CampaignOutcome.Finding {
    try FileManager.default.createDirectory(atPath: findings, withIntermediateDirectories: true)
    let file = findings + "/\(target.rawValue)-seed\(seed)-\(number)"
    try Data(input).write(to: URL(fileURLWithPath: file))
    let smaller = result.ranTooLong ? nil : try smaller(input, file: file + ".smaller")
    return CampaignOutcome.Finding(
      number: number, reason: result.reason,
      said: result.errors.split(separator: "\n").prefix(12).joined(separator: "\n"),
      file: file, bytes: input.count, smallerFile: smaller == nil ? nil : file + ".smaller",
      smallerBytes: smaller?.count ?? input.count)
  }

  /// Leaves out what is not needed to fail, in halves, quarters and so on, as far as a minute goes; the file holds the
  /// result. Nil when the input does not fail by itself, or everything in it is needed.
  private func smaller(_ input: [UInt8], file: String) throws -> [UInt8]? {
    let end = Date(timeIntervalSinceNow: 60)
    guard try fails(input, file) else { return nil }
    var best = input
    var piece = input.count / 2
    while piece > 0, Date() < end {
      var start = 0
      while start < best.count, Date() < end {
        let shorter = Array(best[..<start] + best[min(best.count, start + piece)...])
        if try fails(shorter, file) { best = shorter } else { start += piece }
      }
      piece /= 2
    }
    try Data(best).write(to: URL(fileURLWithPath: file))
    return best.count < input.count ? best : nil
  }

  private func fails(_ input: [UInt8], _ file: String) throws -> Bool {
    try Data(input).write(to: URL(fileURLWithPath: file))
    return try ChildProcess.run([target.rawValue, "--replay", file, "--root", root], timeout: 60).hasFailed
  }
}
