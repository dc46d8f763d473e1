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

  private static let burstSize = 32

  /// Nanoseconds that the generated code takes for a packet of a trace, in bursts of 32. The packets are laid out before each burst,
  /// while the clock stands: they are in the cache as after a receive. Bursts that lost their core are left out.
  func nanosecondsPerPacket(_ trace: Trace) -> Double {
    let burst = PacketBurst(packets: Self.burstSize, longest: trace.records.map(\.length).max() ?? 0)
    var spent: UInt64 = 0, packets = 0
    for first in stride(from: 0, to: trace.count, by: Self.burstSize) {
      burst.fill(trace, first..<min(first + Self.burstSize, trace.count))
      let before = Self.contextSwitches
      let begin = DispatchTime.now().uptimeNanoseconds
      half.process(burst.packets)
      let end = DispatchTime.now().uptimeNanoseconds
      if Self.contextSwitches != before { continue }
      spent += end - begin
      packets += burst.packets.count
    }
    return Double(spent) / Double(max(packets, 1))
  }

  /// How often this thread has lost its core.
  private static var contextSwitches: Int {
    var usage = rusage()
    let thisThread: CInt = 1  // RUSAGE_THREAD, which Glibc's module leaves out
    getrusage(thisThread, &usage)
    return usage.ru_nvcsw + usage.ru_nivcsw
  }
}
