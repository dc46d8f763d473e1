import ArgumentParser
import Evaluation
import Foundation
import Synchronization

/// `make evaluation`: the claims on our own programs, by the model.
@main struct CoraEvaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cora-evaluate",
    abstract: "Plans the library's stateful programs by every strategy and writes docs/evaluation.md.",
    discussion: "Exit status: 0 written, 1 failed, 2 misused.")

  @Option(help: "Directory of the programs.") var folder = "NFPrograms"
  @Option(help: "Names of programs, with commas between; without it all that keep a table which packets fill.")
  var programs: String?
  @Option(help: "Built-in devices, with commas between.")
  var targets = Evaluation.defaultTargets.joined(separator: ",")
  @Option(help: "Nodes that one search may look at.") var nodes = 5_000
  @Option(help: "The date that the document bears.") var date: String
  @Option(name: .shortAndLong, help: "Where the document goes; - is standard output.") var output = "docs/evaluation.md"

  func validate() throws {
    guard nodes > 0 else { throw ValidationError("--nodes \(nodes): a number of at least 1 is expected") }
  }

  func run() throws {
    let library =
      try programs.map { try Self.names($0).map { try EvaluationProgram($0, in: folder) } }
      ?? EvaluationProgram.stateful(in: folder)
    let evaluation = try Evaluation(programs: library, targets: Self.names(targets), nodes: nodes)
    let count = Mutex(0)
    let cells = evaluation.cells { cell in
      let done = count.withLock { count in
        count += 1
        return count
      }
      let line = "[\(done)/\(evaluation.cellCount)] \(cell.program) on \(cell.target), \(cell.traffic)\n"
      FileHandle.standardError.write(Data(line.utf8))
    }
    let text = EvaluationDocument(cells: cells, nodes: nodes, date: date).text
    guard output != "-" else { return print(text, terminator: "") }
    try text.write(toFile: output, atomically: true, encoding: .utf8)
  }

  private static func names(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }
}
