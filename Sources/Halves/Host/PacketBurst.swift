import CNFABI
import Wire

/// Memory for a burst of packets that run from the program's entry, each with the room before and behind it that a half may need.
public final class PacketBurst {
  private let memory: UnsafeMutableRawBufferPointer
  private let stride: Int
  private let all: UnsafeMutableBufferPointer<cora_packet>
  private var count = 0

  /// - Parameter longest: bytes of the longest packet.
  public init(packets: Int, longest: Int) {
    stride = (HostHalf.headroom + longest + HostHalf.tailroom + 63) / 64 * 64
    memory = .allocate(byteCount: packets * stride, alignment: 64)
    all = .allocate(capacity: packets)
    all.initialize(repeating: cora_packet())
  }

  deinit {
    memory.deallocate()
    all.deallocate()
  }

  /// Those of the last `fill`, for `HostHalf.process`.
  public var packets: UnsafeMutableBufferPointer<cora_packet> { .init(rebasing: all[..<count]) }

  /// Copies packets of a trace, as many as the burst has and none longer than its longest.
  public func fill(_ trace: Trace, _ indices: Range<Int>) {
    count = indices.count
    for (slot, index) in indices.enumerated() {
      let record = trace.records[index]
      let start = slot * stride + HostHalf.headroom
      let bytes = UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + record.length])
      trace.storage.withUnsafeBytes {
        bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[record.offset..<record.offset + record.length]))
      }
      all[slot] = HostHalf.packet(bytes, port: record.port, now: record.time, hasRoom: true)
    }
  }
}
