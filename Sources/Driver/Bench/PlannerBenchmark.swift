import Foundation
import IR
import PerfModel
import Planner
import Traffic

/// Measures the planner: every program of the library on every kind of card, and a program far larger than those.
public struct PlannerBenchmark {
  public static let targets = ["xdp", "agilio-cx-2x40", "bluefield-2"]
  private static let rate = 1_000_000.0

  private let files: [String]

  /// Without files: the programs under `NFPrograms/`.
  public init(files: [String]) throws(DriverError) { self.files = try Benchmark.programs(files) }

  /// A table in Markdown; `progress` is told what is being measured.
  public func table(progress: (String) -> Void) throws(DriverError) -> String {
    var rows = ["| program | " + Self.targets.joined(separator: " | ") + " |", "|---|---|---|---|"]
    for file in files {
      progress("planning \(file)")
      let program = try ProgramSource(path: file).program
      rows.append(try row(program, .assumed))
    }
    progress("planning the large program")
    let large = try Self.large()
    rows.append(try row(large.program, large.traffic))
    return rows.joined(separator: "\n")
  }

  /// The large program with its traffic.
  private static func large() throws(DriverError) -> (program: Program, traffic: TrafficProfile) {
    let program = try ProgramSource(text: LargeProgram().source, named: "large.nf").program
    let paths = PathNumbering(program).count
    return (program, LargeProgram.traffic(paths: paths, program: program.name, digest: program.digest))
  }

  /// Plans the large program for a card within so many nodes: its size, and how far the plan may be from the best.
  public static func planLarge(
    target: String, nodes: Int
  ) throws(DriverError) -> (states: Int, paths: Int, gap: Double, nodes: Int) {
    let large = try large()
    let problem = PlanningProblem(
      large.program, on: try Planned.device(target).0, under: large.traffic, goal: .rate(rate))
    let search = problem.solved(budget: SearchBudget(nodes: nodes)).search
    return (large.program.states.count, large.traffic.paths.count, search.gap, search.nodes)
  }

  private func row(_ program: Program, _ traffic: TrafficProfile) throws(DriverError) -> String {
    var cells = [program.name]
    for target in Self.targets {
      let problem = PlanningProblem(program, on: try Planned.device(target).0, under: traffic, goal: .rate(Self.rate))
      let start = DispatchTime.now().uptimeNanoseconds
      let result = problem.solved(budget: SearchBudget(nodes: PlanningRequest.mostNodes))
      let milliseconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
      let proof = result.search.optimal ? "optimal" : String(format: "gap %.2f %%", result.search.gap * 100)
      cells.append(String(format: "%.0f ms, %d nodes, ", milliseconds, result.search.nodes) + proof)
    }
    return "| " + cells.joined(separator: " | ") + " |"
  }
}
