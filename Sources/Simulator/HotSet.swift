import Wire

/// The records of one split group: whose each is, and how hot. A class, so that its tables are worked on in their place.
final class HotSet {
  private static let onNIC: UInt8 = 1
  /// Under way to the NIC, or, where it is there, from it.
  private static let leaving: UInt8 = 2
  /// Too young for the NIC.
  private static let isYoung: UInt8 = 4
  private static let generationStep: UInt8 = 8

  struct Young {
    var key: UInt32
    var generation: UInt8
    var isNew: Bool
    var due: Double
  }

  let index: Int
  let room: Int
  let members: Int
  /// By key: owner, and above that a number which changes when the key's record is another one.
  private var marks: [UInt8]
  private var heat: [Float]
  /// The key of each place in the order of popularity; empty while they are the same.
  private var keyOfRank: [UInt32] = []
  /// Records that are too young for the NIC, the oldest first.
  private var young = Ring<Young>()
  /// Places of the NIC's that are taken or promised; more than there are while others are about to be given back.
  private(set) var taken = 0
  private(set) var promoted = 0
  private(set) var demoted = 0
  private(set) var recalled = 0

  init(index: Int, _ group: SplitGroup, keys: Int) {
    self.index = index
    room = group.room
    members = group.members
    marks = Array(repeating: 0, count: keys)
    heat = Array(repeating: 0, count: keys)
  }

  var keyCount: Int { marks.count }
  var nextDue: Double { young.first?.due ?? .infinity }

  func key(ofRank rank: Int) -> Int {
    let rank = min(rank, marks.count - 1)
    return keyOfRank.isEmpty ? rank : Int(keyOfRank[rank])
  }

  /// A packet uses the key's record: true when the NIC has it.
  func use(_ key: Int) -> Bool {
    heat[key] += 1
    return marks[key] & Self.onNIC != 0
  }

  private func staysOnNIC(_ key: Int) -> Bool { marks[key] & (Self.onNIC | Self.leaving) == Self.onNIC }

  private func generation(_ key: Int) -> UInt8 { marks[key] & ~(Self.generationStep - 1) }
}

extension HotSet {
  /// As if the traffic had been there for long: the hottest records are on the NIC, but for those that are too young.
  ///
  /// - Parameters:
  ///   - packets: in an interval, all.
  ///   - popularities: the share of them that each place in the order of popularity has.
  ///   - births: new records within the delay.
  func settle(
    delay: Double, births: Double, packets: Double, popularities: [Double], _ random: inout SplitMix64
  ) {
    for (key, popularity) in zip(marks.indices, popularities) {
      heat[key] = Float(packets * popularity) * Heat.intervals
    }
    for key in 0..<min(room, marks.count) { marks[key] = Self.onNIC }
    let count = Int(births.rounded())
    for number in 0..<count {
      let key = random.below(marks.count)
      marks[key] = Self.isYoung
      young.append(
        Young(
          key: UInt32(key), generation: generation(key), isNew: true,
          due: delay * Double(number + 1) / Double(count)))
    }
    taken = marks.reduce(0) { $0 + Int($1 & Self.onNIC) }
  }

  /// Popularity changes: of so many keys, each changes its place with another.
  func turnOver(share: Double, _ random: inout SplitMix64) {
    if keyOfRank.isEmpty { keyOfRank = (0..<UInt32(marks.count)).map { $0 } }
    for rank in stride(from: marks.count - 1, to: 0, by: -1) where share >= 1 || random.unit() < share {
      keyOfRank.swapAt(rank, random.below(share >= 1 ? rank + 1 : marks.count))
    }
  }
}

extension HotSet {
  /// The key's record dies and another one is made.
  func replace(_ key: Int, due: Double, at time: Double, _ control: inout ControlPath) {
    let stays = staysOnNIC(key)
    marks[key] = (generation(key) &+ Self.generationStep) | Self.isYoung
    heat[key] = 0
    young.append(Young(key: UInt32(key), generation: generation(key), isNew: true, due: due))
    guard stays else { return }
    control.add(.delete, group: index, key: key, generation: generation(key), entries: members, at: time)
  }

  /// The host takes a record back because it needs it alone.
  func recall(_ key: Int, due: Double, at time: Double, _ control: inout ControlPath) {
    guard staysOnNIC(key) else { return }
    marks[key] = generation(key) | Self.isYoung
    recalled += 1
    young.append(Young(key: UInt32(key), generation: generation(key), isNew: false, due: due))
    control.add(.delete, group: index, key: key, generation: generation(key), entries: members, at: time)
  }

  /// The oldest of the young may go to the NIC if there is room.
  func matureNext(at time: Double, _ control: inout ControlPath) {
    let record = young.removeFirst()
    let key = Int(record.key)
    guard marks[key] == record.generation | Self.isYoung else { return }
    marks[key] = record.generation
    if record.isNew { heat[key] *= Heat.intervals }
    if taken < room { promote(key, at: time, &control) }
  }

  private func promote(_ key: Int, at time: Double, _ control: inout ControlPath) {
    guard control.hasRoom else { return control.refuse() }
    marks[key] |= Self.leaving
    taken += 1
    control.add(.promote, group: index, key: key, generation: generation(key), entries: members, at: time)
  }

  /// The control path has done a move.
  func finish(_ move: ControlPath.Move) {
    let key = Int(move.key)
    switch move.work {
    case .promote:
      guard generation(key) == move.generation, marks[key] & Self.leaving != 0 else {
        taken -= 1
        return
      }
      marks[key] = move.generation | Self.onNIC
      promoted += 1
    case .demote:
      taken -= 1
      demoted += 1
      if generation(key) == move.generation { marks[key] &= ~(Self.onNIC | Self.leaving) }
    case .delete: taken -= 1
    }
  }

  /// The end of an interval: records that are hotter than the NIC's coldest take their places, as many as the control path can
  /// move until the next one.
  func sweep(at time: Double, mostEntries: Int, _ control: inout ControlPath) {
    var ranking = HeatRanking()
    for key in marks.indices where marks[key] & (Self.leaving | Self.isYoung) == 0 {
      ranking.add(grade: Heat.grade(heat[key]), onNIC: marks[key] & Self.onNIC != 0)
    }
    ranking.decide(places: room, free: room - taken, mostMoves: max(0, mostEntries) / (2 * members))
    move(ranking, at: time, &control)
    for key in heat.indices { heat[key] *= Heat.fading }
  }

  private func move(_ ranking: HeatRanking, at time: Double, _ control: inout ControlPath) {
    var left = ranking.allowance
    var victim = 0
    for key in marks.indices where left > 0 {
      guard marks[key] & (Self.onNIC | Self.leaving | Self.isYoung) == 0, Heat.grade(heat[key]) >= ranking.entrance
      else { continue }
      if taken >= room {
        guard let cold = nextVictim(from: &victim, ranking.exit) else { return }
        marks[cold] |= Self.leaving
        control.add(.demote, group: index, key: cold, generation: generation(cold), entries: members, at: time)
      }
      promote(key, at: time, &control)
      left -= 1
    }
  }

  private func nextVictim(from key: inout Int, _ exit: Int) -> Int? {
    while key < marks.count {
      defer { key += 1 }
      if staysOnNIC(key), Heat.grade(heat[key]) <= exit { return key }
    }
    return nil
  }
}
