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
    /// Bytes the packet came in with, where the NIC half changed that; else 0.
    public var arrived: UInt32

    public init(point: UInt16, path: UInt32, live: [UInt64], arrived: UInt32 = 0) {
      self.point = point
      self.path = path
      self.live = live
      self.arrived = arrived
    }

    /// From the program's entry.
    public static let restart = Resume(point: UInt16(CORA_PUNT_RESTART), path: 0, live: [])
  }

  /// Whether the program moves packets' bytes: they need room before and behind them.
  public var movesBytes: Bool { functions.pointee.moves_bytes != 0 }

  /// Runs one packet; its bytes become those that leave.
  public func run(
    _ packet: inout [UInt8], port: UInt16, now: UInt64, resume: Resume = .restart
  ) -> Outcome {
    guard movesBytes else {
      return packet.withUnsafeMutableBytes { run($0, port: port, now: now, resume: resume) { _ in } }
    }
    var room = Self.roomy(packet)
    var left: [UInt8] = []
    let outcome = room.withUnsafeMutableBytes { room in
      let bytes = UnsafeMutableRawBufferPointer(rebasing: room[Self.headroom..<room.count - Self.tailroom])
      return run(bytes, port: port, now: now, resume: resume, hasRoom: true) { left = Self.bytes(of: $0) }
    }
    packet = left
    return outcome
  }

  static let headroom = Int(CORA_PACKET_HEADROOM)
  static let tailroom = Int(CORA_PACKET_TAILROOM)

  private static func roomy(_ packet: some Collection<UInt8>) -> [UInt8] {
    [UInt8](repeating: 0, count: headroom) + packet + [UInt8](repeating: 0, count: tailroom)
  }

  private static func bytes(of packet: cora_packet) -> [UInt8] {
    Array(UnsafeBufferPointer(start: packet.data, count: Int(packet.length)))
  }

  /// `left` gets the packet as it is after the run, while its memory is valid.
  private func run(
    _ bytes: UnsafeMutableRawBufferPointer, port: UInt16, now: UInt64, resume: Resume, hasRoom: Bool = false,
    left: (cora_packet) -> Void
  ) -> Outcome {
    // The half reads as many live values as the resume point has; a short header must not lead it past the end.
    let places = max(resume.live.count, Int(CORA_PUNT_MAX_LIVE))
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: places) { memory in
      memory.initialize(repeating: 0)
      for (place, value) in resume.live.enumerated() { memory[place] = value }
      let live = UnsafeBufferPointer(memory)
      var packet = Self.packet(bytes, port: port, now: now, hasRoom: hasRoom)
      packet.live = live.baseAddress
      packet.resume = resume.point
      packet.path = resume.path
      packet.arrived = resume.arrived
      return withUnsafeMutablePointer(to: &packet) { packet in
        let outcomes = decide(UnsafeMutableBufferPointer(start: packet, count: 1))
        left(packet.pointee)
        return outcomes[0]
      }
    }
  }

  /// A packet that runs from the program's entry.
  static func packet(
    _ bytes: UnsafeMutableRawBufferPointer, port: UInt16, now: UInt64, hasRoom: Bool
  ) -> cora_packet {
    var packet = cora_packet()
    packet.data = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    packet.length = UInt32(bytes.count)
    packet.headroom = hasRoom ? UInt32(headroom) : 0
    packet.tailroom = hasRoom ? UInt32(tailroom) : 0
    packet.port = port
    packet.now = now
    packet.resume = UInt16(CORA_PUNT_RESTART)
    return packet
  }

  /// Runs a burst, each packet in its memory with the room around it that it says, and returns the outcomes in order.
  public func decide(_ burst: UnsafeMutableBufferPointer<cora_packet>) -> [Outcome] {
    let emissions = Emissions(burst)
    box.emissions = emissions
    process(burst)
    box.emissions = nil
    return burst.indices.map { index in
      var outcome = Outcome(burst[index])
      outcome.mirrored = emissions.mirrored[index] ?? []
      outcome.exported = emissions.exported[index] ?? []
      return outcome
    }
  }

  /// Runs a trace as one burst, its packets becoming those that leave; the outcomes, in order.
  public func run(_ trace: inout Trace) -> [Outcome] {
    let records = trace.records
    guard movesBytes else {
      return trace.withStorage { storage in
        var burst = records.map { record in
          let bytes = UnsafeMutableRawBufferPointer(rebasing: storage[record.offset..<record.offset + record.length])
          return Self.packet(bytes, port: record.port, now: record.time, hasRoom: false)
        }
        return burst.withUnsafeMutableBufferPointer { decide($0) }
      }
    }
    var roomy = records.indices.map { Self.roomy(trace.bytes($0)) }.flatMap { $0 }
    return roomy.withUnsafeMutableBytes { run($0, &trace) }
  }

  private func run(_ memory: UnsafeMutableRawBufferPointer, _ trace: inout Trace) -> [Outcome] {
    var offset = 0
    var burst = trace.records.map { record in
      let start = offset + Self.headroom
      offset = start + record.length + Self.tailroom
      let bytes = UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + record.length])
      return Self.packet(bytes, port: record.port, now: record.time, hasRoom: true)
    }
    let outcomes = burst.withUnsafeMutableBufferPointer { decide($0) }
    var left = Trace()
    for (packet, record) in zip(burst, trace.records) {
      left.append(Self.bytes(of: packet), port: record.port, time: record.time)
    }
    trace = left
    return outcomes
  }
}

extension Outcome {
  /// What a host half decided; what left beside the packet is not in it.
  public init(_ packet: cora_packet) {
    let verdict = Outcome.Verdict(rawValue: packet.verdict) ?? .drop
    self.init(
      verdict: verdict, port: verdict == .forward ? packet.port : 0, reason: verdict == .drop ? packet.reason : 0,
      path: packet.path)
  }
}

extension HostHalf {
  /// Packets and bytes finished, by path number; bytes are those of the packet at its verdict.
  public var paths: [(packets: UInt64, bytes: UInt64)] {
    guard let counts = functions.pointee.paths(instance) else { return [] }
    return (0..<Int(functions.pointee.path_count)).map { (counts[$0].packets, counts[$0].bytes) }
  }

  /// Packets dropped, by reason index; the half's own reasons are behind the program's.
  public var drops: [UInt64] {
    guard let counts = functions.pointee.drops(instance) else { return [] }
    return Array(UnsafeBufferPointer(start: counts, count: Int(functions.pointee.reason_count)))
  }

  /// Copies that left, by port index.
  public var mirrored: [UInt64] {
    guard let counts = functions.pointee.mirrored(instance) else { return [] }
    return Array(UnsafeBufferPointer(start: counts, count: Int(functions.pointee.port_count)))
  }

  /// Records given to the control plane, by stream index.
  public var exported: [UInt64] {
    guard let counts = functions.pointee.exported(instance) else { return [] }
    return Array(UnsafeBufferPointer(start: counts, count: Int(functions.pointee.stream_count)))
  }
}
