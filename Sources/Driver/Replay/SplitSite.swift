import Bundle
import struct Bundle.Bundle
import Halves
import Plan
import Wire

/// Both halves of a bundle as a place to run packets: the NIC half in the kernel's test runs, the host half for what it punts.
///
/// A record goes to the NIC with the packet that makes it, while the NIC's tables have room. Frames that no NIC delivers go
/// to the host half where that can run them (`SplitPair.takes`), and have no outcome where it cannot.
final class SplitSite: PacketSite {
  private let pair: SplitPair
  let reasons: [String]

  init(_ bundle: Bundle, tables: ConfigTables) throws(DriverError) {
    let layout = try DriverError.wrapping { try bundle.decode(ProgramLayout.self, from: .layout) }
    pair = try DriverError.wrapping {
      try SplitPair(nicObject: bundle.path(.nicObject), hostObject: bundle.path(.hostObject), layout: layout)
    }
    pair.promotes = { _, _ in true }
    reasons = layout.reasons
    try tables.apply(to: pair)
  }

  func run(_ packet: inout [UInt8], port: UInt16, now: UInt64) throws -> Outcome? {
    pair.takes(packet) ? try pair.run(&packet, port: port, now: now) : nil
  }

  func state() throws -> StateSnapshot { try pair.snapshot() }
}
