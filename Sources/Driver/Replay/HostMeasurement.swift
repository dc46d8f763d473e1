import Bundle
import struct Bundle.Bundle
import Foundation
import Interpreter
import Traffic
import Wire

/// A host half run on captures beside the interpreter: how fast it is, and whether it agrees.
public final class HostMeasurement {
  public struct Result: Sendable {
    public var packets = 0
    public var mismatches = 0
    public var nanosecondsPerPacket = 0.0
  }

  private let half: HostSite
  private let oracle: InterpreterSite

  public init(bundle path: String, source: ProgramSource, tables: ConfigTables = .empty) throws(DriverError) {
    half = try HostSite(try DriverError.wrapping { try Bundle(opening: path) }, tables: tables)
    oracle = try InterpreterSite(source.program, tables: tables)
  }

  /// Runs a capture whose packets arrive by port 0; states stay for the next one.
  public func run(_ capture: String) throws(DriverError) -> Result {
    try DriverError.wrapping {
      var result = Result(), spent: UInt64 = 0
      let reader = try CaptureReader(path: capture)
      while let packet = try reader.next() {
        var bytes = Array(packet.bytes), expected = bytes
        let start = DispatchTime.now().uptimeNanoseconds
        let outcome = half.run(&bytes, port: 0, now: packet.time)
        spent += DispatchTime.now().uptimeNanoseconds - start
        let right = oracle.run(&expected, port: 0, now: packet.time)
        result.packets += 1
        if outcome != right || bytes != expected { result.mismatches += 1 }
      }
      result.nanosecondsPerPacket = result.packets == 0 ? 0 : Double(spent) / Double(result.packets)
      return result
    }
  }
}
