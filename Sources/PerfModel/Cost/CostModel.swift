import IR
import Traffic

/// The cost of one program under one traffic on one device, for any assignment of its states and blocks.
///
/// A path's cost is the sum of its blocks' prices on the site that runs them; the demand of a packet is the mean over
/// the paths. See `docs/models.md` for the formulas.
public struct CostModel: Sendable {
  public let program: Program
  public private(set) var device: DeviceModel
  public let traffic: TrafficProfile
  public let paths: [WeightedPath]
  /// True when the traffic says nothing of this program's paths, so that their shares are assumed.
  public let pathsAreAssumed: Bool
  /// Names and feasibility of the paths; nil for a program with more than `mostNamedPaths`.
  public let classes: PathClasses?
  let works: [BlockWork]
  let flat: FlatEdges
  private(set) var expected: PriceBook
  let favourable, adverse: PriceBook
  let cacheShares: CacheShares
  /// Exact-match lookups of a packet, by state index.
  let lookupsPerPacket: [Double]
  /// Shares of the packets that are sent, and of those that are dropped or handed up.
  let sent, absorbed: Double

  /// `digest` is the program's, to tell whether the profile was made with it; nil takes the profile's word. `other` is a model of the
  /// same program, up to sizes: what it knows of the paths is taken over.
  public init(
    _ program: Program, on device: DeviceModel, under traffic: TrafficProfile, digest: String? = nil,
    like other: CostModel? = nil
  ) {
    self.program = program
    self.device = device
    self.traffic = traffic
    let numbering = PathNumbering(program)
    classes = other.map(\.classes) ?? (numbering.count <= Self.mostNamedPaths ? PathClasses(program) : nil)
    paths = WeightedPath.paths(of: program, numbering, classes, under: traffic, digest: digest)
    pathsAreAssumed = traffic.paths.isEmpty || !(digest.map(traffic.describes(programDigest:)) ?? true)
    works = program.blocks.map { BlockWork($0, in: program) }
    flat = FlatEdges(program)
    let books = Bound.allCases.map { [paths, works, flat] in
      PriceBook(program, device, traffic, paths, works, flat, $0)
    }
    (expected, favourable, adverse) = (books[0], books[1], books[2])
    lookupsPerPacket = expected.lookups(of: program)
    cacheShares = CacheShares(program, traffic, lookupsPerPacket, device.nic?.cache)
    sent = paths.reduce(0) { $0 + ($1.verdict.isSent ? $1.share : 0) }
    absorbed = max(0, 1 - sent)
  }

  /// Tracing more paths than this would take longer than planning.
  static let mostNamedPaths = 1 << 14

  /// The same with another device's expected prices, for what is asked of them alone. Its cache has to be the same.
  func repriced(on device: DeviceModel) -> CostModel {
    var other = self
    other.device = device
    other.expected = PriceBook(program, device, traffic, paths, works, flat, .expected)
    return other
  }

  /// Host nanoseconds to take one record back from the NIC.
  public var recallTime: Double { expected.recall }

  func book(_ bound: Bound) -> PriceBook {
    switch bound {
    case .expected: expected
    case .favourable: favourable
    case .adverse: adverse
    }
  }
}

/// Everything that can be priced before an assignment is known, at one bound.
/// A class, as the inner loop holds it for each path.
final class PriceBook: Sendable {
  let bound: Bound
  let nic: SitePrices?
  let host: SitePrices
  let paths: [PathWork]
  let nicClock, nicPunt, hostClock, hostPunt, hostReceive, recall: Double
  /// Table entries that recalling one record deletes, and later writes again; by state.
  let recordWrites: [Double]
  /// Groups whose records, when the NIC owns them, must come back before the host uses them: a bit by the primary's
  /// index.
  let recalledGroups: UInt64
  /// The primary map by state.
  let group: [Int]

  init(
    _ program: Program, _ device: DeviceModel, _ traffic: TrafficProfile, _ weighted: [WeightedPath],
    _ works: [BlockWork], _ flat: FlatEdges, _ bound: Bound
  ) {
    self.bound = bound
    let nic = device.nic.map { SitePrices($0, bound) }
    let host = SitePrices(device.host, bound)
    (self.nic, self.host) = (nic, host)
    let nicFixed = works.map { nic?.time(fixed: $0) ?? 0 }
    let hostFixed = works.map { host.time(fixed: $0) }
    let order = EffectOrder(program)
    paths = weighted.map { PathWork($0, program, works, flat, order, nic: (nic, nicFixed), host: (host, hostFixed)) }
    nicClock = nic?.time(.clock) ?? 0
    nicPunt = nic?.punt ?? 0
    hostClock = host.time(.clock)
    hostPunt = host.punt
    hostReceive = host.receive
    recall = host.time(device.control.recall)
    group = program.states.indices.map { program.primary(of: StateID($0)).index }
    recalledGroups = program.recalledGroups
    recordWrites = program.states.indices.map { 2 * Double(program.recordMembers(of: StateID($0)).count) }
  }
}

extension SitePrices {
  /// A block's fixed part.
  func time(fixed work: BlockWork) -> Double {
    OperationClass.allCases.reduce(0) { $0 + time($1) * (work.fixed[$1] ?? 0) }
  }
}

extension Program {
  /// Groups whose records are stored to or charged, so that one side at a time may use them: a bit by the primary's
  /// index. Records that are only read and added to may be used by the host where they stand.
  fileprivate var recalledGroups: UInt64 {
    var groups: UInt64 = 0
    func note(_ entry: EntryID) { groups |= 1 << UInt64(primary(of: self[entry].state).index & 63) }
    for block in blocks {
      for instruction in block.instructions {
        switch instruction.operation {
        case .storeEntry(let entry, _, _), .remove(let entry): note(entry)
        default: break
        }
      }
      if let entry = block.terminator.entry { note(entry) }
    }
    return groups
  }
}
