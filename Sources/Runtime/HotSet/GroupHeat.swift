import CNFABI
import Halves
import Plan

/// The hot set of one group of records: who is on the NIC, who should be, and the moves under way.
final class GroupHeat {
  /// Slots looked at between two polls, at most.
  static let stride = 512

  enum Phase {
    /// Waiting for the interval's end.
    case resting
    /// Bringing the counts up to date, slot by slot.
    case counting
    /// Moving records, slot by slot.
    case moving
  }

  let index: Int
  let capacity: Int
  let nicCapacity: Int
  let half: HostHalf
  let popularity: Popularity
  /// Records that the NIC owns.
  private(set) var owned = 0
  var candidates = CandidateQueue()
  var waiting: WaitingRecords
  var phase = Phase.resting
  var cursor = 0
  var victim = 0
  var ranking = Ranking()
  private let control: UnsafeMutablePointer<cora_control>?

  init(index: Int, half: HostHalf, primary: ProgramLayout.Map, control: UnsafeMutablePointer<cora_control>?) {
    self.index = index
    self.half = half
    self.control = primary.mode == .split ? control : nil
    nicCapacity = self.control == nil ? 0 : primary.entriesOnNIC
    capacity = primary.capacity
    popularity = Popularity(capacity: capacity)
    waiting = WaitingRecords(capacity: capacity)
  }

  var hasRoom: Bool { owned < nicCapacity }

  /// True when the host owns records: else there is nothing to choose, and nothing to count for.
  var hasChoice: Bool { owned < Int(half.functions.pointee.occupancy(half.instance, UInt32(index))) }

  func isUsed(_ slot: Int) -> Bool {
    half.functions.pointee.record(half.instance, UInt32(index), UInt32(slot)) != nil
  }

  func isOnNIC(_ slot: Int) -> Bool { half.isOnNIC(group: index, slot: slot) }

  func hostHits(_ slot: Int) -> UInt32 {
    half.functions.pointee.hits(half.instance, UInt32(index), UInt32(slot))
  }

  /// Packets that the NIC half used the record for, wrapping.
  func nicHits(_ slot: Int) -> UInt32 { control?[slot].hits ?? 0 }

  func count(_ change: Int) { owned += change }
}

extension GroupHeat {
  /// Starts an interval's end: counts first, then moves.
  func beginCounting() {
    guard phase == .resting else { return }
    phase = .counting
    cursor = 0
    ranking.clear()
  }

  /// Brings the next slots' counts up to date.
  func continueCounting() {
    let end = min(cursor + Self.stride, capacity)
    for slot in cursor..<end where isUsed(slot) {
      popularity.update(slot, hostHits: hostHits(slot), nicHits: self.nicHits(slot))
      ranking.add(grade: popularity.grade(slot), onNIC: isOnNIC(slot))
    }
    cursor = end
    guard cursor == capacity else { return }
    ranking.decide(capacity: nicCapacity, room: nicCapacity - owned)
    phase = .moving
    cursor = 0
    victim = 0
  }

  /// The next record of the host's that should be on the NIC, among the next slots; nil when none of them is. Ends the
  /// phase after the last slot, or when as many have gone as may.
  func nextWanted() -> Int? {
    let end = min(cursor + Self.stride, capacity)
    while cursor < end, ranking.allowance > 0 {
      let slot = cursor
      cursor += 1
      if isWanted(slot) {
        ranking.use()
        return slot
      }
    }
    if cursor == capacity || ranking.allowance == 0 { phase = .resting }
    return nil
  }

  private func isWanted(_ slot: Int) -> Bool {
    popularity.grade(slot) >= ranking.entrance && isUsed(slot) && !isOnNIC(slot) && !waiting.contains(slot)
  }

  /// The next record of the NIC's that is cold enough to give its place away; nil when there is none left.
  func nextVictim() -> Int? {
    while victim < capacity {
      let slot = victim
      victim += 1
      if popularity.grade(slot) <= ranking.exit, isUsed(slot), isOnNIC(slot) { return slot }
    }
    return nil
  }
}
