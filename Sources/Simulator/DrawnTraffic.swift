import PerfModel
import Traffic
import Wire

/// Packets drawn from a profile: path, size and popularity of the keys independently, one number for the popularity in all tables, so that a
/// flow that is hot in one is hot in all.
final class DrawnTraffic: PacketSource {
  private var random: SplitMix64
  private var arrivals: ArrivalProcess
  private let courses: Lottery
  private let sizes: Lottery
  private let bytes: [Double]
  private let samplers: [RankSampler]
  /// By state index.
  private let samplerOfState: [Int]
  private let flowSampler: RankSampler
  private var popularity = 0.0
  /// The last answer, as the tables of a group often have the same curve.
  private var known = (sampler: -1, rank: 0)

  var births: [(group: Int, key: Int)] { [] }
  var beginsSettled: Bool { true }

  init(_ system: VirtualSystem, _ settings: SimulationSettings) {
    let traffic = system.model.traffic
    random = SplitMix64(seed: settings.seed)
    arrivals = ArrivalProcess(rate: settings.rate, burstiness: traffic.burstiness)
    courses = Lottery(system.prices.courses.map(\.path.share))
    sizes = Lottery(traffic.sizes.histogram.map(\.share))
    bytes = traffic.sizes.scaledBounds
    let curves = system.model.program.states.map { traffic.use(ofState: $0.name).curve }
    let unique = curves.reduce(into: [RankCurve]()) { if !$0.contains($1) { $0.append($1) } }
    samplers = unique.map(RankSampler.init)
    samplerOfState = curves.map { unique.firstIndex(of: $0) ?? 0 }
    flowSampler = RankSampler(traffic.flows.curve)
  }

  func next() -> OfferedPacket? {
    popularity = random.unit()
    known.sampler = -1
    let time = arrivals.next(&random)
    return OfferedPacket(time: time, bytes: bytes[sizes.draw(&random)], course: courses.draw(&random))
  }

  func key(state: Int, group: Int) -> Int {
    let sampler = samplerOfState[state]
    if sampler != known.sampler { known = (sampler, samplers[sampler].item(at: popularity)) }
    return known.rank
  }

  func flow() -> UInt64 { SplitMix64.mixed(UInt64(flowSampler.item(at: popularity))) }
}

extension PacketSizes {
  /// A size for each bin such that their mean is the profile's: all bounds are made shorter by one factor.
  fileprivate var scaledBounds: [Double] {
    let mean = histogram.reduce(0) { $0 + Double($1.atMost) * $1.share }
    return histogram.map { Double($0.atMost) * (mean > 0 ? self.mean / mean : 1) }
  }
}

/// Draws one of a few by its weight.
struct Lottery {
  private var ends: [Double]

  /// Weights that are not negative and of which one is not 0.
  init(_ weights: [Double]) {
    var sum = 0.0
    ends = weights.map {
      sum += $0
      return sum
    }
    ends = ends.map { $0 / sum }
  }

  func draw(_ random: inout SplitMix64) -> Int {
    guard ends.count > 1 else { return 0 }
    let point = random.unit()
    var low = 0
    var high = ends.count - 1
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] > point { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
