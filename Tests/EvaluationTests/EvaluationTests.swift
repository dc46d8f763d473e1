import Evaluation
import Foundation
import Plan
import Testing

/// A small cut of `make evaluation`: the laws of its cells, and that its document tells of all of them.
struct EvaluationTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("NFPrograms").path

  private static func cut() throws -> Evaluation {
    try Evaluation(
      programs: ["flowmon", "lb"].map { try EvaluationProgram($0, in: folder) }, targets: ["agilio-cx-2x40"],
      traffics: EvaluationTraffic.all.filter { ["Zipf 1.2", "churn"].contains($0.name) }, nodes: 300)
  }

  @Test func cellsKeepTheLaws() throws {
    let cells = try Self.cut().cells()
    #expect(cells.count == 4)
    for cell in cells {
      #expect(!cell.isWorse, "\(cell)")
      #expect(cell.hostOnly.fits && cell.hostOnly.cores <= Evaluation.cores * 1.000_001, "\(cell)")
      #expect(cell.hostOnly.rate == cell.targetRate)
      #expect(cell.best.rate >= cell.targetRate && cell.best.fits)
      #expect(Set(cell.outcomes.keys) == Set(Strategy.allCases))
    }
    #expect(cells.contains { $0.best.cores < 0.9 * $0.hostOnly.cores }, "nothing is saved anywhere")
  }

  @Test func theDocumentListsEveryCell() throws {
    let evaluation = try Self.cut()
    let cells = evaluation.cells()
    let text = EvaluationDocument(cells: cells, nodes: evaluation.nodes, date: "2026-01-02").text
    for cell in cells {
      let rows = text.split(separator: "\n").filter { $0.hasPrefix("| \(cell.program) | \(cell.traffic) |") }
      #expect(rows.count == 1, "\(cell.program), \(cell.traffic)")
    }
    #expect(text.contains("on 2026-01-02"))
    for bar in Bars(cells).all { #expect(text.contains(bar.claim)) }
    #expect(text == EvaluationDocument(cells: evaluation.cells(), nodes: evaluation.nodes, date: "2026-01-02").text)
  }

  @Test func aWorseCellIsSeen() throws {
    var cell = try #require(try Self.cut().cells().first)
    var lost = cell.best
    lost.cores = cell.leastBaselineCores + 0.1
    cell.outcomes[.best] = lost
    #expect(cell.isWorse)
    #expect(!Bars([cell]).all[2].isReached)
  }

  @Test func statefulProgramsAreThoseWithATableThatPacketsFill() throws {
    let names = try EvaluationProgram.stateful(in: Self.folder).map(\.name)
    #expect(names.count >= 12 && names.contains("nat") && !names.contains("router") && !names.contains("synthetic"))
  }

  @Test func aFolderThatIsNotThereIsOneError() {
    #expect(throws: EvaluationError.self) { try EvaluationProgram.stateful(in: "/nowhere") }
    #expect(throws: EvaluationError.self) { try EvaluationProgram("nothing", in: Self.folder) }
  }
}
