import CBurst
import CNFABI
import DataPlane
import Halves
import Plan

/// Decides which records the NIC owns and moves them, between bursts, on the worker's thread.
///
/// A new record goes to the NIC within a few polls while there is room. At the end of each interval the counts of all
/// records are brought up to date, and records hotter than the NIC's coldest take their places.
final class HotSet: RecordOwner {
  let policy: DaemonConfiguration.Replan
  let groups: [GroupHeat]
  let mover: RecordMover
  let quiet: QuietCheck
  var moves = DaemonStatus.Moves()
  /// Moves that are still allowed in this slice of work.
  var budget = 0
  var victims: [Int] = []
  private var nextInterval: UInt64 = 0

  /// Takes the mover's place as the one that the host half asks for records.
  init(mover: RecordMover, policy: DaemonConfiguration.Replan) {
    self.policy = policy
    self.mover = mover
    quiet = QuietCheck(mover.nic.ledger)
    groups = mover.host.layout.groups.enumerated().map { index, members in
      GroupHeat(index: index, half: mover.host, primary: members[0], control: mover.nic.control(of: members[0].name))
    }
    victims.reserveCapacity(policy.batch)
    mover.host.owner = self
  }

  /// The burst whose packets make records, to ask it for the packet in work.
  func watch(_ burst: UnsafePointer<cora_burst>) { quiet.burst = burst }

  /// Records the NIC owns, by group.
  var owned: [Int] { groups.map(\.owned) }

  /// Ends the interval now.
  func endInterval() { nextInterval = 0 }

  /// True when there is something to do besides waiting for the interval's end.
  var isBusy: Bool {
    groups.contains { $0.phase != .resting || $0.waiting.count > 0 || ($0.candidates.count > 0 && $0.hasRoom) }
  }

  /// One slice of work between bursts. `drained` says that the last round of polls found no packet.
  func work(now: UInt64, drained: Bool) {
    budget = policy.batch
    quiet.begin(now: now, drained: drained)
    for heat in groups where heat.nicCapacity > 0 {
      settle(heat, now)
      takeCandidates(heat, now)
      advance(heat, now)
    }
    startInterval(now)
  }

  private func startInterval(_ now: UInt64) {
    guard policy.policy == .hottest, now >= nextInterval else { return }
    let isAskedFor = nextInterval == 0
    nextInterval = now + policy.intervalNanoseconds
    for heat in groups where heat.nicCapacity > 0 && (isAskedFor || heat.hasChoice) { heat.beginCounting() }
  }

  /// Looks at new records: those whose flow is quiet go at once, the others wait.
  private func takeCandidates(_ heat: GroupHeat, _ now: UInt64) {
    while budget > 0, heat.hasRoom, !heat.waiting.isFull, let candidate = heat.candidates.take() {
      let slot = Int(candidate.slot)
      guard heat.isUsed(slot), !heat.isOnNIC(slot), !heat.waiting.contains(slot) else { continue }
      if !promote(heat, slot, when: { quiet.isQuiet(bucket: candidate.bucket) }) {
        wait(heat, slot, bucket: candidate.bucket, now)
      }
    }
  }

  private func advance(_ heat: GroupHeat, _ now: UInt64) {
    switch heat.phase {
    case .resting: break
    case .counting: heat.continueCounting()
    case .moving:
      var looked = 0
      while looked < policy.batch, budget > 0, !heat.waiting.isFull, let slot = heat.nextWanted() {
        looked += 1
        wait(heat, slot, bucket: .max, now)
      }
    }
  }

  private func wait(_ heat: GroupHeat, _ slot: Int, bucket: UInt32, _ now: UInt64) {
    heat.waiting.add(.init(slot: UInt32(slot), bucket: bucket, hits: heat.hostHits(slot), since: now))
  }
}

// What the host half asks for while it runs a burst.
extension HotSet {
  func created(group: Int, slot: Int) {
    let heat = groups[group]
    guard heat.nicCapacity > 0 else { return }
    heat.popularity.reset(slot, nicHits: heat.nicHits(slot))
    guard policy.policy != .none, heat.hasRoom else { return }
    heat.candidates.add(.init(slot: UInt32(slot), bucket: quiet.bucketInWork))
  }

  func recall(group: Int, slot: Int) -> Bool {
    leaving(group, slot) { mover.recall(group: group, slot: slot) }
  }

  func discard(group: Int, slot: Int) -> Bool {
    leaving(group, slot) { mover.discard(group: group, slot: slot) }
  }

  private func leaving(_ group: Int, _ slot: Int, _ take: () -> Bool) -> Bool {
    let wasOnNIC = groups[group].isOnNIC(slot)
    guard take() else { return false }
    guard wasOnNIC else { return true }
    groups[group].count(-1)
    moves.recalled += 1
    return true
  }
}
