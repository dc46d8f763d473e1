public import CBurst
import CNFABI

/// Frames of in-memory ports: `count` buffers for `Self.bytes` in one block, with room before and behind. One thread's.
public final class FramePool {
  /// Bytes of a packet, at most.
  public static let bytes = 9216
  private static let headroom = Int(CORA_PACKET_HEADROOM)
  private static let stride = headroom + bytes + Int(CORA_PACKET_TAILROOM)
  private let block: UnsafeMutablePointer<UInt8>
  private var free: [UnsafeMutablePointer<UInt8>] = []
  public let count: Int

  public init(count: Int) {
    self.count = count
    block = .allocate(capacity: count * Self.stride)
    free = (0..<count).map { block + $0 * Self.stride }
  }

  deinit { block.deallocate() }

  /// Frames that are not in use.
  public var available: Int { free.count }

  /// A frame with these bytes, or nil when none is free or they do not fit.
  public func frame(_ packet: some Collection<UInt8>) -> cora_frame? {
    guard packet.count <= Self.bytes, let buffer = free.popLast() else { return nil }
    let data = buffer + Self.headroom
    _ = UnsafeMutableBufferPointer(start: data, count: Self.bytes).update(fromContentsOf: packet)
    return cora_frame(
      buffer: buffer, data: data, length: UInt32(packet.count), headroom: UInt16(Self.headroom),
      tailroom: UInt16(Self.stride - Self.headroom - packet.count))
  }

  /// Copies packets into frames of this pool, which must outlive it.
  public var copier: FrameCopier {
    FrameCopier(
      function: { family, data, length, frame in
        guard let family, let frame else { return -1 }
        let pool = Unmanaged<FramePool>.fromOpaque(family).takeUnretainedValue()
        guard let copy = pool.frame(UnsafeBufferPointer(start: data, count: Int(length))) else { return -1 }
        frame.pointee = copy
        return 0
      }, family: Unmanaged.passUnretained(self).toOpaque())
  }

  public func release(_ frame: cora_frame) {
    free.append(frame.buffer.assumingMemoryBound(to: UInt8.self))
  }
}
