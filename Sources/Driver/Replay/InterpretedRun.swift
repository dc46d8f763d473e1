import Interpreter
import Traffic
import Wire

/// Captures run through the interpreter one after the other, state kept between them.
public final class InterpretedRun {
  private let interpreter: Interpreter

  public init(_ source: ProgramSource, tables: ConfigTables = .empty) throws(DriverError) {
    interpreter = try DriverError.wrapping { try Interpreter(source.program) }
    try tables.apply(to: interpreter)
  }

  /// What comes out of a capture whose packets arrive by `port`, with the port it leaves by.
  public func forwarded(of capture: String, port: UInt16 = 0) throws(DriverError) -> Trace {
    try DriverError.wrapping {
      var output = Trace()
      let reader = try CaptureReader(path: capture)
      while let packet = try reader.next() {
        var bytes = Array(packet.bytes)
        let outcome = interpreter.run(&bytes, port: port, now: packet.time)
        if outcome.verdict == .forward { output.append(bytes, port: outcome.port, time: packet.time) }
      }
      return output
    }
  }
}
