import IR
import Interpreter
import Testing
import Wire

/// Reads a program from its text form and makes an interpreter of it.
func interpreter(_ text: String, parameters: [UInt64]? = nil) throws -> Interpreter {
  try Interpreter(Program(parsing: text), parameters: parameters)
}

extension Interpreter {
  /// Runs bytes and gives back what became of them.
  func result(_ bytes: [UInt8], port: UInt16 = 0, now: UInt64 = 0) -> (outcome: Outcome, bytes: [UInt8]) {
    var packet = bytes
    let outcome = run(&packet, port: port, now: now)
    return (outcome, packet)
  }
}

func bigEndian(_ value: UInt64, bytes count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
}

func number(_ bytes: some Collection<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

extension String {
  /// The text with another one in place of `old`, which stands in it once.
  func replacingOccurrence(of old: String, by new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return self[..<range.lowerBound] + new + self[range.upperBound...]
  }
}
