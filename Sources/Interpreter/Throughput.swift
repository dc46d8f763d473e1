import IR
import Wire

/// Measures how fast the interpreter runs a program on this machine, in packets per second.
///
/// The trace is run `repetitions` times, later in time each time, on one instance; the bytes of its packets are
/// restored before each run, outside the measured time. The best run counts.
public func measureThroughput(program: Program, trace: Trace, repetitions: Int) throws -> Double {
  try measureThroughput(Interpreter(program), trace: trace, repetitions: repetitions)
}

/// As above, on an instance that is configured already.
public func measureThroughput(_ interpreter: Interpreter, trace: Trace, repetitions: Int) -> Double {
  guard trace.count > 0 else { return 0 }
  let length = (trace.records.last?.time ?? 0) &- (trace.records.first?.time ?? 0) &+ 1
  var shortest = Duration.seconds(Int64.max / 2)
  for repetition in 0..<max(1, repetitions) {
    var storage = trace.storage
    let shift = UInt64(repetition) &* length
    let clock = ContinuousClock()
    let elapsed = clock.measure { runAll(interpreter, trace.records, &storage, shift: shift) }
    shortest = min(shortest, elapsed)
  }
  return Double(trace.count) / (shortest / .seconds(1))
}

private func runAll(
  _ interpreter: Interpreter, _ records: [Trace.Record], _ storage: inout [UInt8], shift: UInt64
) {
  storage.withUnsafeMutableBytes { bytes in
    for record in records {
      let packet = UnsafeMutableRawBufferPointer(rebasing: bytes[record.offset..<record.offset + record.length])
      _ = interpreter.run(packet, port: record.port, now: record.time &+ shift)
    }
  }
}
