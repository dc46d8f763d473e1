import IR
import Traffic

/// What one state's placement means for costs: prices of its operations on each site and the share of hits, at one
/// bound.
struct StateTerms {
  /// Nanoseconds by class of operation.
  var nic: [Double]
  var engine: [Double]
  var host: [Double]
  /// Of the packets that find a record, the share whose record the NIC owns. 1 unless split.
  var hit: Double
  /// Table entries that the host writes or deletes on the NIC per second, at the profile's rate.
  var writesPerSecond: Double

  static let classes = OperationClass.allCases
}

/// The terms of all states in flat tables: the inner loop of a search reads them, and holds them for each path.
final class TermTable: Sendable {
  private let nicPrices, enginePrices, hostPrices: [Double]
  let hit: [Double]
  let isSplit: [Bool]
  let writesPerSecond: Double

  static let ownerCheck = OperationClass.ownerCheck.ordinal
  static let hashMiss = OperationClass.hashMiss.ordinal
  private static let classCount = OperationClass.allCases.count

  convenience init(_ terms: [StateTerms], _ states: [StateSite]) {
    self.init(terms, isSplit: states.map(\.isSplit))
  }

  init(_ terms: [StateTerms], isSplit: [Bool]) {
    nicPrices = terms.flatMap(\.nic)
    enginePrices = terms.flatMap(\.engine)
    hostPrices = terms.flatMap(\.host)
    hit = terms.map(\.hit)
    self.isSplit = isSplit
    writesPerSecond = terms.reduce(0) { $0 + $1.writesPerSecond }
  }

  /// The same with other shares of hits.
  init(_ other: TermTable, hit: [Double]) {
    (nicPrices, enginePrices, hostPrices) = (other.nicPrices, other.enginePrices, other.hostPrices)
    (isSplit, writesPerSecond) = (other.isSplit, other.writesPerSecond)
    self.hit = hit
  }

  func nic(_ state: Int, _ operation: Int) -> Double { nicPrices[state * Self.classCount + operation] }
  func engine(_ state: Int, _ operation: Int) -> Double { enginePrices[state * Self.classCount + operation] }
  func host(_ state: Int, _ operation: Int) -> Double { hostPrices[state * Self.classCount + operation] }
}

extension StateTerms {
  init(
    _ state: StateID, at placement: StateSite, in program: Program, _ traffic: TrafficProfile, _ device: DeviceModel,
    _ cache: CacheShares, nic: SitePrices?, host: SitePrices
  ) {
    let use = traffic.use(ofState: program[state].name)
    let size = program[state].workingSet(use, traffic)
    let whole = Population(program[state], size, use, traffic)
    let (head, tail) = Self.populations(placement, whole, size, use)
    let cached = cache.share(state.index, head)
    self.nic = Self.classes.map { nic?.time($0, head, cached: cached) ?? 0 }
    engine = Self.classes.map { nic?.engineTime($0, head, cached: cached) ?? 0 }
    self.host = Self.classes.map { host.time($0, tail) }
    hit = 1
    writesPerSecond = 0
    guard case .split(let entries) = placement else { return }
    let turnover = Turnover(use, device.control, host.bound)
    hit = use.curve.share(ofTop: entries) * turnover.settledShare
    writesPerSecond = turnover.writesPerSecond(hot: entries)
  }

  private static func populations(
    _ placement: StateSite, _ whole: Population, _ size: Int, _ use: StateTraffic
  ) -> (head: Population, tail: Population) {
    guard case .split(let entries) = placement else { return (whole, whole) }
    return (.top(min(entries, size), use.curve), .tail(below: min(entries, size), of: size, use.curve))
  }
}

extension Population {
  /// All of a state's items that the traffic touches.
  init(_ state: State, _ traffic: TrafficProfile) {
    let use = traffic.use(ofState: state.name)
    self.init(state, state.workingSet(use, traffic), use, traffic)
  }

  /// All of a state's items, by its kind.
  fileprivate init(_ state: State, _ size: Int, _ use: StateTraffic, _ traffic: TrafficProfile) {
    switch state.kind {
    case .map: self = .top(size, use.curve)
    case .sketch: self = .top(size, traffic.flows.curve)
    case .array, .ring, .pool, .table, .queue, .tally: self = .uniform(size)
    }
  }
}

extension State {
  /// Items that the traffic touches.
  fileprivate func workingSet(_ use: StateTraffic, _ traffic: TrafficProfile) -> Int {
    switch kind {
    case .map(let map): max(1, min(map.capacity, use.activeKeys))
    case .sketch(let sketch): max(1, min(sketch.columns, traffic.flows.count))
    case .array(let array): array.size
    case .ring(let ring): ring.size
    case .pool(let pool): pool.count
    case .table(let table): table.capacity
    case .queue(let queue): queue.capacity
    case .tally: max(1, traffic.flows.count)
    }
  }
}

/// How fast the records of a state come and go.
///
/// With `active` keys and `new` of them per second a record lives `active / new` seconds (Little's law). For the first
/// `promotionDelay` of its life it is the host's, so that share of a hot record's packets is punted. Each of the hot
/// records is replaced once in a life: one write and one delete per key.
struct Turnover {
  private let active: Double
  private let new: Double
  private let delay: Double

  init(_ use: StateTraffic, _ control: DeviceModel.ControlPath, _ bound: Bound) {
    active = Double(max(1, use.activeKeys))
    new = max(0, use.newKeysPerSecond)
    delay = bound.price(control.promotionDelay.estimate)
  }

  /// The share of a hot record's packets that find it on the NIC.
  var settledShare: Double { max(0, 1 - delay * new / active) }

  func writesPerSecond(hot entries: Int) -> Double { new * min(1, Double(entries) / active) * 2 }
}
