import IR
import Traffic

/// Shares of the paths for a program whose traffic was not profiled.
///
/// Paths that end as the author wants (not in a drop, and over no `short`, `full`, `empty` or `exceed` edge) weigh
/// the same, but for lookups: their miss edge is taken as often as the traffic brings new keys. A program all of
/// whose paths drop has all its paths weighed the same. A way through a VLAN tag weighs a hundredth, one that hands the packet to the operating system a thousandth, where there are others:
/// it is for what the program does not know. Paths whose
/// decisions contradict each other are left out. At most `mostPaths` paths are kept, the heaviest first, then their
/// shares are made to sum to 1.
struct AssumedPaths {
  /// Beyond this many the lightest paths together change little and cost the search time.
  static let mostPaths = 128
  private static let leastShare = 1e-5
  /// What a rare way weighs beside a common one.
  private static let rareWeight = 0.01
  fileprivate static let strangerWeight = 0.001

  private let program: Program
  private let traffic: TrafficProfile
  /// Wanted paths from each block, by block index.
  private let wanted: [Double]
  private let numbering: PathNumbering
  private let classes: PathClasses?
  private(set) var shares: [PathShare] = []

  init(_ program: Program, _ traffic: TrafficProfile, _ classes: PathClasses?) {
    self.classes = classes
    self.program = program
    self.traffic = traffic
    wanted = Self.wantedPaths(program)
    numbering = PathNumbering(program)
    guard !program.blocks.isEmpty else { return }
    collect(0, number: 0, share: 1)
    shares.sort { ($1.share, $0.path) < ($0.share, $1.path) }
    shares = Array(shares.prefix(Self.mostPaths))
  }

  private mutating func collect(_ block: Int, number: Int, share: Double) {
    guard share >= Self.leastShare, shares.count < Self.mostPaths * 8 else { return }
    let terminator = program.blocks[block].terminator
    if case .finish = terminator {
      if classes?[number]?.isFeasible ?? true { shares.append(PathShare(path: number, share: share)) }
      return
    }
    for (edge, weight) in weights(of: terminator).enumerated() where weight > 0 {
      let increment = Int(numbering.increment(from: BlockID(block), edge: edge))
      collect(terminator.targets[edge].block.index, number: number + increment, share: share * weight)
    }
  }

  /// The share of each edge; they sum to 1.
  private func weights(of terminator: Terminator) -> [Double] {
    let wanted = terminator.targets.indices.map { edge in
      terminator.isErrorEdge(edge) ? 0 : self.wanted[terminator.targets[edge].block.index]
    }
    let sum = wanted.reduce(0, +)
    guard sum > 0 else { return unwanted(terminator) }
    if case .lookup(let state, _, _, _, _) = terminator, wanted.allSatisfy({ $0 > 0 }) {
      let miss = missShare(program[state].name)
      return [1 - miss, miss]
    }
    return wanted.map { $0 / sum }
  }

  /// Where nothing wanted follows: the first edge that is not an error, or all edges alike.
  private func unwanted(_ terminator: Terminator) -> [Double] {
    let fair = terminator.targets.indices.filter { !terminator.isErrorEdge($0) }
    return terminator.targets.indices.map { fair.contains($0) ? 1 / Double(fair.count) : 0 }
  }

  private func missShare(_ state: String) -> Double {
    let use = traffic.use(ofState: state)
    let lookups = traffic.packetsPerSecond * use.lookupShare
    return lookups > 0 ? min(0.5, max(0, use.newKeysPerSecond / lookups)) : 0
  }

  private static func wantedPaths(_ program: Program) -> [Double] {
    var wanted = [Double](repeating: 0, count: program.blocks.count)
    for (index, block) in program.blocks.enumerated().reversed() {
      if case .finish(let verdict) = block.terminator { wanted[index] = verdict.weight }
      for (edge, target) in block.terminator.targets.enumerated() where !block.terminator.isErrorEdge(edge) {
        wanted[index] += wanted[target.block.index]
      }
      if block.isRare(program) { wanted[index] *= rareWeight }
    }
    return wanted
  }
}

extension Block {
  /// Whether few packets come here: tags, extension headers, the ends of records.
  fileprivate func isRare(_ program: Program) -> Bool {
    if terminator.boundHeader.map({ program[$0].kind == "vlan" }) ?? false { return true }
    return instructions.contains { instruction in
      switch instruction.operation {
      case .skipExtensions, .remove: true
      default: false
      }
    }
  }
}

extension Terminator {
  /// Edges that mean that something ran out or did not fit.
  fileprivate func isErrorEdge(_ edge: Int) -> Bool {
    switch self {
    case .extract, .insert, .take, .pick, .meter: edge == 1
    default: false
    }
  }
}

extension Verdict {
  /// Of a path that ends so, among others.
  fileprivate var weight: Double {
    switch self {
    case .drop: 0
    case .toControlPlane: AssumedPaths.strangerWeight
    case .forward, .reply: 1
    }
  }

  var isDrop: Bool { if case .drop = self { true } else { false } }
}
