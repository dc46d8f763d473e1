import IR
import Interpreter
import Wire

/// The oracle as a place to run packets.
final class InterpreterSite: PacketSite {
  private let interpreter: Interpreter
  let reasons: [String]

  init(_ program: Program, tables: ConfigTables) throws(DriverError) {
    interpreter = try DriverError.wrapping { try Interpreter(program) }
    reasons = program.reasons
    try tables.apply(to: interpreter)
  }

  func run(_ packet: inout [UInt8], port: UInt16, now: UInt64) -> Outcome? {
    interpreter.run(&packet, port: port, now: now)
  }

  func state() -> StateSnapshot { interpreter.snapshot() }
}
