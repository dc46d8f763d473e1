import ArgumentParser
import Driver

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures this build: interpreter, compiler, planner, generated halves.")

  @Argument(help: ArgumentHelp("Programs; those under NFPrograms/ without any.", valueName: "FILE.nf"))
  var files: [String] = []

  @Flag(help: "The planner alone: each program on each kind of card, and a program of 24 states.")
  var plans = false

  func run() throws {
    guard !plans else { return try put(PlannerBenchmark(files: files).table { complainVerbatim($0) }) }
    let benchmark = try Benchmark(files: files)
    try put(benchmark.table { complainVerbatim($0) })
  }
}
