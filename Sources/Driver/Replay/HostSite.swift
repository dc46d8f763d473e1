import Bundle
import struct Bundle.Bundle
import Foundation
import Halves
import Plan
import Wire

/// A bundle's host half as a place to run packets.
final class HostSite: PacketSite {
  private let half: HostHalf
  let reasons: [String]

  init(_ bundle: Bundle, tables: ConfigTables) throws(DriverError) {
    let layout = try DriverError.wrapping { try bundle.decode(ProgramLayout.self, from: .layout) }
    half = try DriverError.wrapping { try HostHalf(path: bundle.path(.hostObject), layout: layout) }
    reasons = layout.reasons
    try tables.apply(to: half)
  }

  func run(_ packet: inout [UInt8], port: UInt16, now: UInt64) -> Outcome? {
    half.run(&packet, port: port, now: now)
  }

  func state() -> StateSnapshot { half.snapshot() }

  /// Runs a trace in bursts of 32, on copies of its packets, and returns what a packet took: nanoseconds.
  func nanosecondsPerPacket(_ trace: Trace) -> Double {
    var trace = trace
    let begin = DispatchTime.now().uptimeNanoseconds
    _ = half.run(&trace)
    return Double(DispatchTime.now().uptimeNanoseconds - begin) / Double(max(trace.count, 1))
  }
}
