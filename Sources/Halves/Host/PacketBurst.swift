import CNFABI
import Wire

/// Memory for a burst of packets that run from the program's entry, each with the room before and behind it that a half may need.
public final class PacketBurst {
  private let memory: UnsafeMutableRawBufferPointer
  private let stride: Int
  /// Bytes of the longest packet that it takes.
  public let longest: Int
  private let all: UnsafeMutableBufferPointer<cora_packet>
  private var count = 0

  /// - Parameter longest: bytes of the longest packet.
  public init(packets: Int, longest: Int) {
    self.longest = longest
    stride = (HostHalf.headroom + longest + HostHalf.tailroom + 63) / 64 * 64
    memory = .allocate(byteCount: packets * stride, alignment: 64)
    all = .allocate(capacity: packets)
    all.initialize(repeating: cora_packet())
  }

  deinit {
    memory.deallocate()
    all.deallocate()
  }

  /// Those that were added, for `HostHalf.process` and `decide`.
  public var packets: UnsafeMutableBufferPointer<cora_packet> { .init(rebasing: all[..<count]) }

  public func removeAll() { count = 0 }

  /// Copies a packet behind the others; there must be a place for it, and it is no longer than the longest.
  public func append(_ packet: UnsafeRawBufferPointer, port: UInt16, time: UInt64) {
    let start = count * stride + HostHalf.headroom
    let bytes = UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + packet.count])
    bytes.copyMemory(from: packet)
    all[count] = HostHalf.packet(bytes, port: port, now: time, hasRoom: true)
    count += 1
  }

  /// Holds packets of a trace instead, as many as the burst has and none longer than its longest.
  public func fill(_ trace: Trace, _ indices: Range<Int>) {
    removeAll()
    for record in trace.records[indices] {
      trace.storage.withUnsafeBytes {
        let packet = UnsafeRawBufferPointer(rebasing: $0[record.offset..<record.offset + record.length])
        append(packet, port: record.port, time: record.time)
      }
    }
  }
}
