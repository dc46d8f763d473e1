public import CBurst

/// A port without a device: packets are put in, and looked at when they come out.
public final class MemoryPort: Port {
  public let name: String
  private let pool: FramePool
  private var arrivals: [[UInt8]] = []
  private var next = 0
  /// Packets sent, in order.
  public private(set) var departures: [[UInt8]] = []
  private var counted = PortCounters()

  public init(name: String, pool: FramePool) {
    self.name = name
    self.pool = pool
  }

  /// Puts a packet into the receive ring.
  public func arrive(_ packet: [UInt8]) { arrivals.append(packet) }

  /// Packets that have not been received yet.
  public var waiting: Int { arrivals.count - next }

  /// Takes out what was sent so far.
  public func takeDepartures() -> [[UInt8]] {
    defer { departures = [] }
    return departures
  }

  public func receive(into frames: UnsafeMutablePointer<cora_frame>, atMost most: Int) -> Int {
    var count = 0
    while count < most, next < arrivals.count {
      let packet = arrivals[next]
      next += 1
      guard let frame = pool.frame(packet) else {
        counted.missed += 1
        continue
      }
      frames[count] = frame
      counted.received += 1
      counted.receivedBytes += UInt64(packet.count)
      count += 1
    }
    if next == arrivals.count, next > 0 {
      arrivals.removeAll(keepingCapacity: true)
      next = 0
    }
    return count
  }

  public func transmit(_ frames: UnsafePointer<cora_frame>, count: Int) -> Int {
    for index in 0..<count {
      let frame = frames[index]
      departures.append(Array(UnsafeBufferPointer(start: frame.data, count: Int(frame.length))))
      counted.sent += 1
      counted.sentBytes += UInt64(frame.length)
      pool.release(frame)
    }
    return count
  }

  public func release(_ frames: UnsafePointer<cora_frame>, count: Int) {
    for index in 0..<count { pool.release(frames[index]) }
  }

  public var copier: FrameCopier { pool.copier }

  public func counters() -> PortCounters { counted }
  public func close() {}
}
