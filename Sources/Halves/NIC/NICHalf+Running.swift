import CBPF
import CNFABI
import Glibc
import Wire

extension NICHalf {
  /// Runs one packet through the copy of its port; the half must be in test mode. What it exports comes with the decision.
  public func run(_ packet: some Collection<UInt8>, port: UInt16, now: UInt64) throws(NICHalfError) -> NICDecision {
    let frame = Array(packet)
    guard runs(frame) else { throw .frameSize(frame.count) }
    let record = try testRecord()
    record.pointee = NICTestRecord(now: now)
    let output = try run(frame, program: try program(port: port))
    let exported = try drainExports().map { Outcome.Exported(stream: $0.stream, values: $0.values) }
    return try decision(record.pointee, output, exported)
  }

  private func run(_ frame: [UInt8], program: CInt) throws(NICHalfError) -> [UInt8] {
    var (verdict, nanoseconds, size): (UInt32, UInt32, UInt32) = (0, 0, UInt32(output.count))
    let code = cbpf_run(program, frame, UInt32(frame.count), &output, &size, 1, &verdict, &nanoseconds)
    if code != 0 { throw .failed(what: "running a packet", code: code) }
    return Array(output[..<Int(size)])
  }

  private func decision(
    _ record: NICTestRecord, _ output: [UInt8], _ exported: [Outcome.Exported]
  ) throws(NICHalfError) -> NICDecision {
    if record.verdict == NICTestRecord.punted {
      guard let header = output.withUnsafeBytes({ PuntHeader($0) }) else {
        throw .failed(what: "reading a punt header", code: EBADMSG)
      }
      let packet = Array(output[header.size...])
      return .punted(.init(cut: Int(record.cut), header: header, packet: packet, exported: exported))
    }
    guard let verdict = Outcome.Verdict(rawValue: UInt8(truncatingIfNeeded: record.verdict)) else {
      throw .failed(what: "reading what the half decided", code: EBADMSG)
    }
    let outcome = Outcome(
      verdict: verdict, port: UInt16(truncatingIfNeeded: record.port),
      reason: UInt16(truncatingIfNeeded: record.reason),
      path: record.path, exported: exported)
    return .decided(outcome, packet: output)
  }
}

/// `struct cora_test` of docs/hand-over.md.
struct NICTestRecord {
  static let punted: UInt32 = 3
  var now: UInt64 = 0
  /// `.max` until the half decides.
  var verdict: UInt32 = .max
  var port: UInt32 = 0
  var reason: UInt32 = 0
  var path: UInt32 = 0
  var cut: UInt32 = 0
  var reserved: UInt32 = 0
}
