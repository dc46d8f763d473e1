import PerfModel
import Plan
import Simulator
import Testing
import Traffic

/// The closed form says what rate a plan carries; the simulation finds it by running packets through queues.
struct AgreementTests {
  struct Case: CustomTestStringConvertible {
    var program, device: String
    var exponent: Double
    var strategy = Strategy.best
    var testDescription: String { "\(program) on \(device), Zipf \(exponent), \(strategy.rawValue)" }
  }

  static let cases = [
    Case(program: "nat", device: "xdp", exponent: 1.2),
    Case(program: "nat", device: "agilio-cx-2x40", exponent: 1.2),
    Case(program: "nat", device: "bluefield-2", exponent: 0.9),
    Case(program: "nat", device: "agilio-cx-2x40", exponent: 0, strategy: .hostOnly),
    Case(program: "firewall", device: "xdp", exponent: 0),
    Case(program: "firewall", device: "agilio-cx-1x40", exponent: 1.2),
    Case(program: "flowmon", device: "xdp", exponent: 0.9, strategy: .hostOnly),
    Case(program: "flowmon", device: "agilio-cx-2x40", exponent: 0.9),
    Case(program: "flowmon", device: "bluefield-2", exponent: 0),
    Case(program: "policer", device: "agilio-cx-2x40", exponent: 0.9),
    Case(program: "heavyhitter", device: "agilio-cx-2x40", exponent: 0.9),
  ]

  /// Within 5 %: it carries 95 % of the closed form's rate, and does not carry 105 %.
  @Test(arguments: cases) func capacityAgreesWithinFivePercent(_ each: Case) throws {
    let planned = try Systems.system(
      each.program, on: each.device, Systems.traffic(each.exponent), goal: .cores(2), each.strategy)
    let system = planned.offered(planned.predicted(cores: 2).rate.value)
    let prediction = system.predicted(cores: 2)
    let rate = prediction.rate.value
    #expect(prediction.bottleneck != .control)
    let search = CapacitySearch(system, SimulationSettings(rate: 1, seconds: 1, hostCores: 2), packetsPerRun: 400_000)
    let carries = (search.carries(rate * 0.95), search.carries(rate * 1.05))
    #expect(carries.0, "less than \(rate * 0.95) packets/s; the closed form says \(rate)")
    #expect(!carries.1, "more than \(rate * 1.05) packets/s; the closed form says \(rate)")
  }

  /// The closed form takes a recalled record as hot again at once; in the simulation, as in the runtime, it is the host's until the
  /// promotion delay is over. Where ends of connections recall popular records, the closed form promises more than is carried.
  @Test func recalledRecordsAreOverPromised() throws {
    try withKnownIssue("a recalled record counts as hot again at once: docs/models.md, Honest limits") {
      try capacityAgreesWithinFivePercent(Case(program: "firewall", device: "bluefield-2", exponent: 1.2))
    }
  }

  /// Near the ceiling, where bursts are full, both say the same of where packets finish and what they take.
  @Test(arguments: ["xdp", "agilio-cx-2x40"]) func sharesAndCoresAgree(_ device: String) throws {
    let planned = try Systems.system("nat", on: device, Systems.traffic(1.1), goal: .cores(1))
    let rate = 0.95 * planned.predicted(cores: 1).rate.value
    let system = planned.offered(rate)
    let model = system.predicted(rate: rate)
    let result = system.run(SimulationSettings(rate: rate, seconds: 400_000 / rate, hostCores: 1))
    #expect(abs(result.throughputPps / rate - 1) < 0.01)
    #expect(abs(result.nicShare - model.demands.expected.finishedOnNIC) < 0.02)
    #expect(abs(result.busy.hostCores - model.hostCores) < 0.1 * max(1, model.hostCores))
    #expect(result.packets.lost.total == 0)
  }

  /// The search finds what it is to find, from a guess that is right.
  @Test func theSearchFindsTheRateBetweenWhatIsAndWhatIsNotCarried() throws {
    let system = try Systems.system("nat", on: "agilio-cx-2x40", Systems.traffic(0), .hostOnly)
    let rate = system.predicted(cores: 1).rate.value
    let search = CapacitySearch(system, SimulationSettings(rate: 1, seconds: 1, hostCores: 1), packetsPerRun: 100_000)
    let capacity = search.capacity()
    #expect(abs(capacity / rate - 1) < 0.05)
    #expect(search.carries(capacity) && !search.carries(capacity * 1.05))
  }
}
