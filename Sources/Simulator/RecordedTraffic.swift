/// Packets as they came, with the path that each took and the records it used.
public struct RecordedTraffic: Sendable {
  /// One packet.
  struct Packet {
    var nanoseconds: Double
    var bytes: Float
    /// Position among the model's paths.
    var course: Int32
    var flow: UInt32
    var firstUse: Int
  }

  /// The use of a record by a packet.
  struct Use {
    var state: Int32
    /// Keys of a state, counted in order of their coming.
    var key: UInt32
    var isNew: Bool
  }

  private(set) var packets: [Packet] = []
  private(set) var uses: [Use] = []
  private var keys: [[UInt64: UInt32]]
  private let courseOfPath: [Int: Int32]

  /// For packets of the system's program.
  public init(for system: VirtualSystem) {
    keys = system.model.program.states.map { _ in [:] }
    courseOfPath = Dictionary(
      uniqueKeysWithValues: system.prices.courses.enumerated().map { ($1.path.number, Int32($0)) })
  }

  public var count: Int { packets.count }
  /// Seconds from the first packet to the last.
  public var seconds: Double { ((packets.last?.nanoseconds ?? 0) - (packets.first?.nanoseconds ?? 0)) / 1e9 }

  /// Adds a packet: its time in nanoseconds, its length without frame check sequence, a hash of its flow, the path it took. A path that
  /// the model does not know, because its share was rounded to nothing, is left out.
  public mutating func packet(time: UInt64, bytes: Int, flow: UInt64, path: Int) {
    guard let course = courseOfPath[path] else { return }
    packets.append(
      Packet(
        nanoseconds: Double(time), bytes: Float(bytes), course: course, flow: UInt32(truncatingIfNeeded: flow),
        firstUse: uses.count))
  }

  /// The packet given last used a record of a group, told by its primary map's state index and a hash of its key.
  public mutating func use(state: Int, key: UInt64, isNew: Bool) {
    guard !packets.isEmpty else { return }
    let number = keys[state][key] ?? UInt32(keys[state].count)
    keys[state][key] = number
    uses.append(Use(state: Int32(state), key: number, isNew: isNew))
  }

  /// Keys seen of a state.
  func keyCount(ofState state: Int) -> Int { keys[state].count }
}

/// Recorded packets at the rate of the settings, from the beginning again when they end; their records are there already then.
final class RepeatedTraffic: PacketSource {
  private let recorded: RecordedTraffic
  private let groups: [SplitGroup]
  private let groupOfState: [Int?]
  private let scale: Double
  /// Nanoseconds, recorded, from one beginning to the next.
  private let period: Double
  private var index = -1
  private var round = 0
  private(set) var births: [(group: Int, key: Int)] = []
  var beginsSettled: Bool { false }

  init(_ recorded: RecordedTraffic, _ system: VirtualSystem, _ settings: SimulationSettings) {
    self.recorded = recorded
    groups = system.groups
    groupOfState = system.groupOfState
    let span = max(1, recorded.seconds * 1e9)
    period = span * Double(recorded.count) / Double(max(1, recorded.count - 1))
    scale = Double(recorded.count) / period * 1e9 / settings.rate
  }

  private var uses: ArraySlice<RecordedTraffic.Use> {
    let end = index + 1 < recorded.count ? recorded.packets[index + 1].firstUse : recorded.uses.count
    return recorded.uses[recorded.packets[index].firstUse..<end]
  }

  func next() -> OfferedPacket? {
    guard recorded.count > 0 else { return nil }
    index += 1
    if index == recorded.count { (index, round) = (0, round + 1) }
    let packet = recorded.packets[index]
    births.removeAll(keepingCapacity: true)
    for use in uses where use.isNew && round == 0 {
      if let group = groupOfState[Int(use.state)] { births.append((group, Int(use.key))) }
    }
    let time = packet.nanoseconds - recorded.packets[0].nanoseconds + Double(round) * period
    return OfferedPacket(time: time * scale, bytes: Double(packet.bytes), course: Int(packet.course))
  }

  func key(state: Int, group: Int) -> Int {
    let primary = Int32(groups[group].primary)
    return uses.first { $0.state == primary }.map { Int($0.key) } ?? 0
  }

  func flow() -> UInt64 { UInt64(recorded.packets[index].flow) }
}
