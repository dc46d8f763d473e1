/// One packet under way.
struct Packet {
  /// When it arrived at the wire, nanoseconds.
  var arrival: Double
  /// When it came to where it is now.
  var time: Double
  /// Its exit: what it takes, by index.
  var exit: Int32
  /// The core that it belongs to.
  var core: Int32
  var bytes: Float
}

/// Packets in the order of their time: a binary heap.
struct PacketHeap {
  private var packets: [Packet] = []

  var isEmpty: Bool { packets.isEmpty }
  /// The earliest packet's time.
  var earliest: Double { packets.isEmpty ? .infinity : packets[0].time }

  mutating func insert(_ packet: Packet) {
    packets.append(packet)
    var hole = packets.count - 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard packet.time < packets[parent].time else { break }
      packets[hole] = packets[parent]
      hole = parent
    }
    packets[hole] = packet
  }

  mutating func popEarliest() -> Packet {
    let first = packets[0]
    let last = packets.removeLast()
    guard !packets.isEmpty else { return first }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < packets.count else { break }
      if child + 1 < packets.count, packets[child + 1].time < packets[child].time { child += 1 }
      guard packets[child].time < last.time else { break }
      packets[hole] = packets[child]
      hole = child
    }
    packets[hole] = last
    return first
  }
}

/// Packets in order of their coming, up to a number.
struct PacketRing {
  private var slots: [Packet]
  private var head = 0
  private(set) var count = 0
  private let limit: Int
  private let mask: Int

  init(limit: Int) {
    self.limit = max(1, limit)
    var size = 1
    while size < self.limit { size *= 2 }
    slots = Array(repeating: Packet(arrival: 0, time: 0, exit: 0, core: 0, bytes: 0), count: size)
    mask = size - 1
  }

  var isFull: Bool { count == limit }
  /// When the first one came; infinite when there is none.
  var firstTime: Double { count > 0 ? slots[head].time : .infinity }

  /// The one that comes so many after the first, of those that are there.
  subscript(_ position: Int) -> Packet { slots[(head + position) & mask] }

  /// Where it is not full.
  mutating func append(_ packet: Packet) {
    slots[(head + count) & mask] = packet
    count += 1
  }

  mutating func removeFirst() -> Packet {
    defer {
      head = (head + 1) & mask
      count -= 1
    }
    return slots[head]
  }
}
