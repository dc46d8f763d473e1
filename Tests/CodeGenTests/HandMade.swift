import struct Agreement.Comparison
import Agreement
import CodeGenEBPF
import CodeGenHostC
import CodeGenSupport
import Foundation
import IR
import Plan
import Testing
import TraceGenerator
import Wire

extension Built {
  /// Both halves of a program under a plan made by hand, with random rows in its config tables.
  static func byHand(_ program: Program, _ plan: OffloadPlan, in scratch: URL) throws -> Built {
    var built = Built(
      name: program.name, identifier: "\(program.name)-by-hand", program: program, plan: plan,
      layout: ProgramLayout(program, plan), hostObject: try HostToolchain.compile(hostSource(program, plan), in: scratch),
      nicObject: try HostToolchain.compileNIC(nicSource(program, plan), in: scratch))
    built.tables = configuration(of: program)
    built.traffic = .forHosts
    return built
  }

  /// Rows of all config tables; one element of each array is left empty.
  private static func configuration(of program: Program) -> [TableChange] {
    program.states.flatMap { state -> [TableChange] in
      if let table = state.table { return [.rows(table: state.name, rows: HostRows.make(table, seed: 5))] }
      guard let array = state.array, array.isConfig else { return [] }
      return (0..<array.size).filter { $0 != 2 }.map { index in
        let values = state.valueFields.map { UInt64(index * 7 + 1) & $0.type.mask }
        return .element(table: state.name, index: index, values: values)
      }
    }
  }
}

extension Comparison {
  /// The NIC half alone.
  static func nic(_ built: Built) -> Comparison { Comparison(built: built, what: "nic alone") { try NICExecution($0) } }

  /// Both halves, while the few records that there are move often.
  static func pair(_ built: Built) -> Comparison {
    Comparison(built: built, what: "both halves") { try PairExecution($0, movingSlotsBelow: 64) }
  }

  /// Runs conversations of hosts while records move often; a difference is recorded.
  func run(packets: Int, seed: UInt64) throws -> Tally {
    var steps = try Step.conversations(
      with: built.program, built.tables, built.traffic, packets: packets, seed: seed)
    for index in steps.indices { steps[index].salt = Step.withManyMoves(steps[index].salt) }
    return try run(steps, seed: seed)
  }

  /// Runs given steps; a difference is recorded.
  func run(_ steps: [Step], seed: UInt64) throws -> Tally {
    let (finding, tally) = try findings(steps, seed: seed)
    if let finding { Issue.record("\(finding.message)\nkept in \(try finding.write())") }
    #expect(tally.failed == 0)
    return tally
  }
}
