public import CBurst

/// Frames of in-memory ports: `count` buffers of `Self.bytes` in one block. One thread's.
public final class FramePool {
  /// Room of a frame.
  public static let bytes = 9216
  private let block: UnsafeMutablePointer<UInt8>
  private var free: [UnsafeMutablePointer<UInt8>] = []
  public let count: Int

  public init(count: Int) {
    self.count = count
    block = .allocate(capacity: count * Self.bytes)
    free = (0..<count).map { block + $0 * Self.bytes }
  }

  deinit { block.deallocate() }

  /// Frames that are not in use.
  public var available: Int { free.count }

  /// A frame with these bytes, or nil when none is free or they do not fit.
  public func frame(_ packet: some Collection<UInt8>) -> cora_frame? {
    guard packet.count <= Self.bytes, let buffer = free.popLast() else { return nil }
    _ = UnsafeMutableBufferPointer(start: buffer, count: Self.bytes).update(fromContentsOf: packet)
    return cora_frame(buffer: buffer, data: buffer, length: UInt32(packet.count), reserved: 0)
  }

  public func release(_ frame: cora_frame) {
    free.append(frame.buffer.assumingMemoryBound(to: UInt8.self))
  }
}
