import Driver
import Foundation
import Traffic
import struct Traffic.ComparisonResult
import Wire

/// What should come out at the server, by the interpreter: the mixes in the order in which they are sent.
final class Oracle {
  private let run: InterpretedRun

  init(_ source: ProgramSource) throws { run = try InterpretedRun(source) }

  /// Runs a mix and compares what the server received of it.
  func compare(_ mix: String, with received: String) throws -> ComparisonResult {
    let expected = try run.forwarded(of: mix)
    var comparison = TraceComparison(expected: expected)
    let reader = try CaptureReader(path: received)
    while let packet = try reader.next() {
      if PacketView(packet.bytes)?.udp?.destination == 443 { comparison.receive(packet.bytes) }
    }
    return comparison.result
  }
}
