import PerfModel
import Traffic
import Wire

/// The hot sets of all split groups, the control path they share, and what happens to them as time goes on: records are made and die,
/// popularity turns over, intervals end.
struct TableManager {
  private(set) var sets: [HotSet]
  private(set) var control: ControlPath
  /// Nanoseconds from a record's making until the NIC may own it; the runtime's interval.
  private let delay: Double
  /// Mean nanoseconds between two new records of a group; infinite where none come by themselves.
  private let birthGaps: [Double]
  private var nextBirths: [Double]
  private var nextSweep: Double
  private let turnover: SimulationSettings.Turnover?
  private var nextTurnover: Double
  private var random: SplitMix64
  /// The earliest of all that is to come.
  private(set) var nextEvent = Double.infinity

  init(_ system: VirtualSystem, _ settings: SimulationSettings, keys: [Int], isSettled: Bool) {
    let path = system.model.device.control
    random = SplitMix64(seed: settings.seed ^ 0x5441_424c_4553)
    delay = max(1, path.promotionDelay.value * 1e9)
    control = ControlPath(entriesPerSecond: path.entryWrites.value, limit: settings.queues.control)
    sets = zip(system.groups, keys).enumerated().map { HotSet(index: $0, $1.0, keys: max(1, $1.1)) }
    birthGaps = system.groups.map {
      isSettled && $0.newKeysPerPacket > 0 ? 1e9 / ($0.newKeysPerPacket * settings.rate) : .infinity
    }
    nextBirths = birthGaps
    turnover = settings.turnover
    nextTurnover = settings.turnover.map { $0.seconds * 1e9 } ?? .infinity
    nextSweep = sets.isEmpty ? .infinity : delay
    if isSettled { settle(system, settings.rate) }
    for index in sets.indices where birthGaps[index] < .infinity {
      nextBirths[index] = random.exponential(mean: birthGaps[index])
    }
    findNext()
  }

  private mutating func settle(_ system: VirtualSystem, _ rate: Double) {
    for (index, group) in system.groups.enumerated() {
      let use = system.model.traffic.use(ofState: system.model.program.states[group.primary].name)
      sets[index].settle(
        delay: delay, births: delay / birthGaps[index], packets: rate * use.lookupShare * delay / 1e9,
        popularities: RankSampler(use.curve).popularities, &random)
    }
  }

  mutating func use(group: Int, rank: Int) -> (key: Int, isOnNIC: Bool) {
    let key = sets[group].key(ofRank: rank)
    return (key, sets[group].use(key))
  }

  mutating func recall(group: Int, rank: Int, at time: Double) {
    sets[group].recall(sets[group].key(ofRank: rank), due: time + delay, at: time, &control)
    findNext()
  }

  mutating func replace(group: Int, key: Int, at time: Double) {
    sets[group].replace(key, due: time + delay, at: time, &control)
    findNext()
  }

  /// Does the next thing that is due; gives the entries that the control path has written by it.
  mutating func step() -> Int {
    let time = nextEvent
    defer { findNext() }
    if control.nextDone <= time {
      let move = control.takeDone()
      sets[Int(move.group)].finish(move)
      return Int(move.entries)
    }
    if let index = sets.firstIndex(where: { $0.nextDue <= time }) {
      sets[index].matureNext(at: time, &control)
    } else if let index = nextBirths.firstIndex(where: { $0 <= time }) {
      nextBirths[index] = time + random.exponential(mean: birthGaps[index])
      sets[index].replace(random.below(sets[index].keyCount), due: time + delay, at: time, &control)
    } else if nextSweep <= time {
      sweep(time)
    } else if let turnover {
      for index in sets.indices { sets[index].turnOver(share: turnover.share, &random) }
      nextTurnover = time + turnover.seconds * 1e9
    }
    return 0
  }

  private mutating func sweep(_ time: Double) {
    nextSweep = time + delay
    for index in sets.indices {
      let left = control.entries(in: delay - min(delay, control.backlog(at: time)))
      sets[index].sweep(at: time, mostEntries: left, &control)
    }
  }

  private mutating func findNext() {
    var next = min(control.nextDone, nextSweep, nextTurnover)
    for index in sets.indices { next = min(next, sets[index].nextDue, nextBirths[index]) }
    nextEvent = next
  }
}
