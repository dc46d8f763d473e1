import CodeGenEBPF
import Foundation
import IR
import Testing

/// The generated text beside what was reviewed: readable code, in a stable order.
@Suite struct EBPFGoldenTests {
  static let cases = [
    EBPFCase(program: "nat", placing: .split), EBPFCase(program: "firewall", placing: .nic),
    EBPFCase(program: "flowmon", placing: .host),
  ]

  @Test(arguments: cases)
  func isTheReviewedText(_ item: EBPFCase) throws {
    let program = try item.lowered()
    let text = try nicSource(program, item.plan(program))
    #expect(text == (try nicSource(program, item.plan(program))))
    let golden = HostToolchain.package
      .appending(path: "Tests/CodeGenTests/Cases/ebpf/\(item.program).\(item.placing.rawValue).nic.bpf.c.expected")
    let reviewed = try? String(contentsOf: golden, encoding: .utf8)
    if reviewed == text { return }
    let accepts = ProcessInfo.processInfo.environment["CORA_ACCEPT"] == "1" || reviewed == nil
    let written = accepts ? golden : golden.deletingPathExtension().appendingPathExtension("observed")
    try FileManager.default.createDirectory(at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: written, atomically: true, encoding: .utf8)
    Issue.record(
      "\(golden.lastPathComponent) differs, see \(written.path); accept with CORA_ACCEPT=1 swift test --filter EBPFGoldenTests"
    )
  }

  /// No line is too long to read.
  @Test(arguments: cases)
  func linesFitAScreen(_ item: EBPFCase) throws {
    let program = try item.lowered()
    let lines = try nicSource(program, item.plan(program)).split(separator: "\n")
    #expect(lines.filter { $0.count > 200 } == [])
  }
}
