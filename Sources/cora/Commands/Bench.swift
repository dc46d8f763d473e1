import ArgumentParser
import Driver

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures this build: interpreter, compiler, planner, generated halves.")

  @Argument(help: ArgumentHelp("Programs; those under NFPrograms/ without any.", valueName: "FILE.nf"))
  var files: [String] = []

  func run() throws {
    let benchmark = try Benchmark(files: files)
    try put(benchmark.table { complainVerbatim($0) })
  }
}
