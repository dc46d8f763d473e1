import CNFABI
import Wire

extension HostHalf {
  /// Where a packet that the NIC half punted goes on.
  public struct Resume: Hashable, Sendable {
    /// Resume point, or `CORA_PUNT_RESTART`.
    public var point: UInt16
    /// The path number so far.
    public var path: UInt32
    public var live: [UInt64]

    public init(point: UInt16, path: UInt32, live: [UInt64]) {
      self.point = point
      self.path = path
      self.live = live
    }

    /// From the program's entry.
    public static let restart = Resume(point: UInt16(CORA_PUNT_RESTART), path: 0, live: [])
  }

  /// Runs one packet, rewriting `bytes` in place.
  public func run(
    _ bytes: UnsafeMutableRawBufferPointer, port: UInt16, now: UInt64, resume: Resume = .restart
  ) -> Outcome {
    // The half reads as many live values as the resume point has; a short header must not lead it past the end.
    let padding = max(0, Int(CORA_PUNT_MAX_LIVE) - resume.live.count)
    let live = resume.live + [UInt64](repeating: 0, count: padding)
    return live.withUnsafeBufferPointer { live in
      var packet = cora_packet()
      packet.data = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      packet.length = UInt32(bytes.count)
      packet.port = port
      packet.now = now
      packet.live = live.baseAddress
      packet.resume = resume.point
      packet.path = resume.path
      withUnsafeMutablePointer(to: &packet) { process(UnsafeMutableBufferPointer(start: $0, count: 1)) }
      return Outcome(packet)
    }
  }

  /// Runs one packet and returns its bytes as they left.
  public func run(
    _ packet: inout [UInt8], port: UInt16, now: UInt64, resume: Resume = .restart
  ) -> Outcome {
    packet.withUnsafeMutableBytes { run($0, port: port, now: now, resume: resume) }
  }
}

extension Outcome {
  /// What a host half decided.
  public init(_ packet: cora_packet) {
    let verdict = Outcome.Verdict(rawValue: packet.verdict) ?? .drop
    self.init(
      verdict: verdict, port: verdict == .forward ? packet.port : 0, reason: verdict == .drop ? packet.reason : 0,
      path: packet.path)
  }
}

extension HostHalf {
  /// Runs a trace as one burst, rewriting its packets in place; the outcomes, in order.
  public func run(_ trace: inout Trace) -> [Outcome] {
    let records = trace.records
    return trace.withStorage { storage in
      var burst = records.map { record in
        var packet = cora_packet()
        packet.data = storage.baseAddress.map { ($0 + record.offset).assumingMemoryBound(to: UInt8.self) }
        packet.length = UInt32(record.length)
        packet.port = record.port
        packet.now = record.time
        packet.resume = UInt16(CORA_PUNT_RESTART)
        return packet
      }
      burst.withUnsafeMutableBufferPointer { process($0) }
      return burst.map(Outcome.init)
    }
  }

  /// Packets and bytes finished, by path number.
  public var paths: [(packets: UInt64, bytes: UInt64)] {
    guard let counts = functions.pointee.paths(instance) else { return [] }
    return (0..<Int(functions.pointee.path_count)).map { (counts[$0].packets, counts[$0].bytes) }
  }

  /// Packets dropped, by reason index; the half's own reasons are behind the program's.
  public var drops: [UInt64] {
    guard let counts = functions.pointee.drops(instance) else { return [] }
    return Array(UnsafeBufferPointer(start: counts, count: Int(functions.pointee.reason_count)))
  }
}
