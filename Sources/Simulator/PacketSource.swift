/// One packet that comes to the wire.
struct OfferedPacket {
  /// Nanoseconds since the beginning.
  var time: Double
  /// Without frame check sequence.
  var bytes: Double
  /// Which path it takes: the position of its course.
  var course: Int
}

/// Where packets come from: drawn from a profile, or recorded.
protocol PacketSource: AnyObject {
  /// The next packet, later than the last; nil when there are none.
  func next() -> OfferedPacket?
  /// The place in the order of popularity, or the key itself, that the last packet wants in a state of a group.
  func key(state: Int, group: Int) -> Int
  /// Tells the last packet's flow from others.
  func flow() -> UInt64
  /// Keys that the last packet makes, by group.
  var births: [(group: Int, key: Int)] { get }
  /// True when the tables are to hold the hottest records from the beginning on, false when they are empty.
  var beginsSettled: Bool { get }
}
