import Dispatch
import PerfModel
import Plan
import Planner
import Synchronization
import Traffic

/// Plans every program for every card and kind of traffic by every strategy. No clock decides anything: the same
/// programs, device files and node limit give the same cells.
public struct Evaluation: Sendable {
  /// The host cores that both measures are about.
  public static let cores = 1.0
  public static let defaultTargets = ["agilio-cx-2x40", "bluefield-2", "xdp"]

  public var programs: [EvaluationProgram]
  public var devices: [DeviceModel]
  public var traffics: [EvaluationTraffic]
  /// Assignments that one search may look at.
  public var nodes: Int

  public init(
    programs: [EvaluationProgram], targets: [String] = Self.defaultTargets,
    traffics: [EvaluationTraffic] = EvaluationTraffic.all, nodes: Int
  ) throws {
    self.programs = programs
    devices = try targets.map { try DeviceModel.load($0) { _ in nil } }
    self.traffics = traffics
    self.nodes = nodes
  }

  public var cellCount: Int { programs.count * devices.count * traffics.count }

  /// All cells, by card, program and traffic, worked on by all processors; `progress` is told each as it is done, from any thread.
  public func cells(progress: @Sendable (Cell) -> Void = { _ in }) -> [Cell] {
    let places = devices.flatMap { device in
      programs.flatMap { program in traffics.map { (device, program, $0) } }
    }
    let done = Mutex<[Int: Cell]>([:])
    DispatchQueue.concurrentPerform(iterations: places.count) { index in
      let (device, program, traffic) = places[index]
      let cell = cell(program, device, traffic)
      done.withLock { $0[index] = cell }
      progress(cell)
    }
    return done.withLock { done in places.indices.compactMap { done[$0] } }
  }

  private func cell(_ program: EvaluationProgram, _ device: DeviceModel, _ traffic: EvaluationTraffic) -> Cell {
    let plan = { (goal: Goal, strategy: Strategy) in
      Planner().plan(
        program.program, for: device, under: traffic.profile, goal: goal, strategy: strategy,
        budget: SearchBudget(nodes: nodes))
    }
    let target = plan(.cores(Self.cores), .hostOnly).prediction.rate.value
    let outcomes = Strategy.allCases.map { strategy in
      let cores = plan(.rate(target), strategy)
      let rate = plan(.cores(Self.cores), strategy)
      return Cell.Outcome(
        fits: cores.fits, cores: cores.prediction.hostCores, rate: rate.prediction.rate.value,
        bottleneck: rate.prediction.bottleneck, isProven: cores.search.optimal && rate.search.optimal)
    }
    return Cell(
      program: program.name, target: device.name, traffic: traffic.name, targetRate: target,
      outcomes: Dictionary(uniqueKeysWithValues: zip(Strategy.allCases, outcomes)))
  }
}
