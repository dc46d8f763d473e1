import PerfModel
import Traffic

/// The sizes of a split unit's hot set that a search tries.
struct HotSetSizes {
  /// Fewer entries than this are not worth a table.
  static let least = 64

  /// Ascending; empty when the unit cannot be split on this card.
  let candidates: [Int]
  let most: Int
  /// Keys that the traffic used, where entries are not what is scarce: a table for all of them then has room for those
  /// not seen yet too, and is as large as it can be. `most` where entries are scarce.
  private let seen: Int

  init(_ unit: PlacementUnit, _ model: CostModel, _ goal: Goal, wholeOnly: Bool) {
    let members = max(1, unit.states.count)
    let allowed = model.device.nic?.limits.entries.map { Int($0.value) / members } ?? unit.capacity
    let most = max(0, min(unit.capacity, allowed))
    self.most = most
    let uses = unit.states.map { model.traffic.use(ofState: model.program.states[$0].name) }
    let areScarce = model.device.nic?.limits.entries != nil
    seen = min(most, areScarce ? most : uses.map(\.activeKeys).max() ?? most)
    guard most > 0, !wholeOnly || most == unit.capacity else {
      candidates = []
      return
    }
    guard !wholeOnly else {
      candidates = [most]
      return
    }
    var sizes: Set<Int> = [most]
    var size = Self.least
    while size < most {
      sizes.insert(size)
      size *= 2
    }
    for use in uses {
      sizes.insert(use.activeKeys)
      if let size = Self.writable(use, members, model, goal) { sizes.insert(size) }
    }
    candidates = Set(sizes.filter { $0 > 0 && $0 <= most }.map { [most, seen] in $0 >= seen ? most : $0 }).sorted()
  }

  /// The size to try instead of one that a step led to.
  func sensible(_ size: Int) -> Int { size >= seen ? most : max(1, size) }

  /// The largest hot set whose turnover the control path keeps up with at the goal's rate.
  private static func writable(_ use: StateTraffic, _ members: Int, _ model: CostModel, _ goal: Goal) -> Int? {
    guard case .rate(let target) = goal, use.newKeysPerSecond > 0, model.traffic.packetsPerSecond > 0 else {
      return nil
    }
    let new = use.newKeysPerSecond * target / model.traffic.packetsPerSecond
    let share = model.device.control.entryWrites.value / (2 * Double(members) * new)
    return share < 1 ? Int(share * Double(use.activeKeys)) : nil
  }
}
