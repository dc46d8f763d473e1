import Bundle
import struct Bundle.Bundle
import Halves
import Plan
import Wire

/// A bundle's NIC half alone, in the kernel's test runs. Packets that it punts have no outcome, and no effect; so the state is
/// the program's only where the plan has all of it on the NIC.
final class NICSite: PacketSite {
  private let half: NICHalf
  private var clock: UInt64 = 0
  let reasons: [String]

  init(_ bundle: Bundle, tables: ConfigTables) throws(DriverError) {
    let layout = try DriverError.wrapping { try bundle.decode(ProgramLayout.self, from: .layout) }
    half = try DriverError.wrapping {
      let settings = NICHalf.Settings(parameters: layout.defaultParameters, isTest: true)
      let half = try NICHalf(object: bundle.path(.nicObject), layout: layout, settings: settings)
      try half.clearRings()
      return half
    }
    reasons = layout.reasons
    try tables.apply(to: half)
  }

  func run(_ packet: inout [UInt8], port: UInt16, now: UInt64) throws -> Outcome? {
    clock = max(clock, now)
    guard half.runs(packet) else { return nil }
    guard case .decided(let outcome, let bytes) = try half.run(packet, port: port, now: clock) else { return nil }
    packet = bytes
    return outcome
  }

  func state() throws -> StateSnapshot { try half.snapshot(now: clock) }
}
