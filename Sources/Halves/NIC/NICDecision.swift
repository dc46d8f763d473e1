import CNFABI
import Wire

/// What a NIC half in test mode did with a packet.
public enum NICDecision: Hashable, Sendable {
  /// Finished on the NIC; the packet's bytes as they left.
  case decided(Outcome, packet: [UInt8])
  /// Handed to the host half.
  case punted(Punt)

  public struct Punt: Hashable, Sendable {
    /// Position in the plan's cuts; `cuts.count + 1` in a half that offloads nothing.
    public var cut: Int
    public var header: PuntHeader
    /// The packet's bytes behind the header.
    public var packet: [UInt8]
    /// What the NIC half exported before, in order.
    public var exported: [Outcome.Exported]
  }
}

/// A punt header and its live values. `Sources/CNFABI/include/cora_punt.h` says what the fields mean.
public struct PuntHeader: Hashable, Sendable {
  public var resume: UInt16
  public var port: UInt16
  public var path: UInt32
  public var ledger: UInt32
  public var now: UInt64
  public var sequence: UInt32
  /// Bytes of the packet as it came in.
  public var arrived: UInt32
  public var live: [UInt64]

  /// Bytes in front of the packet.
  public var size: Int { MemoryLayout<cora_punt>.size + live.count * 8 }

  /// Reads a header at the front of `bytes`; nil when there is none or it is cut off.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= MemoryLayout<cora_punt>.size else { return nil }
    let header = bytes.loadUnaligned(as: cora_punt.self)
    let count = Int(header.live_count)
    guard header.magic == CORA_PUNT_MAGIC, header.ethertype == UInt16(CORA_PUNT_ETHERTYPE).bigEndian,
      count <= Int(CORA_PUNT_MAX_LIVE), bytes.count >= MemoryLayout<cora_punt>.size + count * 8
    else { return nil }
    resume = header.resume
    port = header.port
    path = header.path
    ledger = header.ledger
    now = header.now
    sequence = header.sequence
    arrived = header.arrived
    live = (0..<count).map {
      bytes.loadUnaligned(fromByteOffset: MemoryLayout<cora_punt>.size + $0 * 8, as: UInt64.self)
    }
  }
}

extension HostHalf.Resume {
  /// Where the host half goes on with a punted packet.
  public init(_ header: PuntHeader) {
    self.init(point: header.resume, path: header.path, live: header.live, arrived: header.arrived)
  }
}
