import CodeGenEBPF
import CodeGenHostC
import Foundation
import IR
import Plan
import Testing

@testable import CodeGenSupport

/// What both generators share, piece by piece.
@Suite struct SupportTests {
  @Test func structsSpellTheirPaddingOut() {
    let state = State(
      name: "flows",
      kind: .map(
        MapState(
          key: [.init(name: "proto", type: .u8), .init(name: "source.hi", type: .u64), .init(name: "int", type: .u16)],
          value: [], capacity: 1)))
    let key = CStruct(keyOf: state)
    #expect(key.layout.size == 24)
    #expect(
      key.definition == """
        struct flows_key {
          u8 proto;
          u8 pad0[7];
          u64 source_hi;
          u16 int_2;
          u8 pad1[6];
        };

        """)
    #expect(key.designators(["6", "0ull", "port"]) == [".proto = 6", ".int_2 = port"])
    #expect(CStruct(valueOf: state).definition.isEmpty)
  }

  @Test func namesAreGivenOutOnce() {
    var names = CNames(reserved: ["data"])
    #expect(names.take("source.hi") == "source_hi")
    #expect(names.take("source hi") == "source_hi_2")
    #expect(names.take("data") == "data_2")
    #expect(names.take("while") == "while_2")
    #expect(names.take("4tuple") == "_4tuple")
    #expect(names.take("Größe") == "Gr__e")
    #expect(CNames.symbol(ofState: "default") == "default_")
  }

  @Test(arguments: [
    ("(a == b)", "a != b"), ("found", "!found"), ("(a < 4u)", "a >= 4u"), ("(a && b)", "!(a && b)"),
    ("((a & 7) != 0)", "(a & 7) == 0"), ("(a <= M && p + 4 <= end)", "!(a <= M && p + 4 <= end)"),
    ("(f(a < b))", "!(f(a < b))"), ("(c ? a == b : d)", "!(c ? a == b : d)"),
  ])
  func conditionsAreTurnedAround(_ condition: String, _ opposite: String) {
    #expect(CCondition.negated(condition) == opposite)
  }

  /// The halves agree on what a resume point hands over: values, then arguments, then offsets of headers.
  @Test func resumePointsHandOverWhatLives() throws {
    let program = try EBPFCase.lower("resumed")
    let points = try ResumePoint.all(of: program, EBPFResumePlan(program: program).plan)
    #expect(points.map(\.index) == [0, 1])
    #expect(points.map { $0.values.map(\.id) } == [[3, 5], [3, 5]])
    #expect(points.map { $0.arguments.map(\.id) } == [[14, 15], [16, 17]])
    #expect(points.map { $0.headers.map { program[$0].name } } == [["ip"], ["ip"]])
    #expect(points.allSatisfy { $0.liveCount == 5 })
  }

  @Test func anEntryIsNotHandedOver() throws {
    let program = try EBPFCase.lower("resumed")
    var plan = EBPFResumePlan(program: program).plan
    let find = try #require(program.blocks.firstIndex { $0.label == "find" })
    plan.cuts = [Cut(from: find, edge: 0, mode: .resume, reason: "test")]
    #expect(throws: CodeGenError.entryLivesAcross(entry: "flow", from: find, edge: 0)) {
      try ResumePoint.all(of: program, plan)
    }
    plan.cuts = [Cut(from: 99, edge: 0, mode: .resume, reason: "test")]
    #expect(throws: CodeGenError.self) { try ResumePoint.all(of: program, plan) }
  }

  /// An edge out of the NIC's blocks without a cut would be a way that no half runs.
  @Test func everyWayOutNeedsACut() throws {
    let program = try EBPFCase.lower("resumed")
    var plan = EBPFResumePlan(program: program).plan
    let lost = plan.cuts.removeLast()
    #expect(throws: CodeGenError.missingCut(from: lost.from, edge: lost.edge)) { try nicSource(program, plan) }
  }
}
