import CodeGenEBPF
import CodeGenSupport
import Halves
import IR
import Plan
import Testing

/// Objects of the shipped programs under hand-made plans: the compiler takes them without a warning, the verifier too.
@Suite struct EBPFObjectTests {
  static let cases =
    EBPFCase.programs.map { EBPFCase(program: $0, placing: .host) } + EBPFCase.paired
    + EBPFCase.whollyNIC.map { EBPFCase(program: $0, placing: .nic) }

  @Test(.enabled(if: HostToolchain.mayLoadEBPF, "loading eBPF needs root"), arguments: cases)
  func loads(_ item: EBPFCase) throws {
    let program = try item.lowered()
    let plan = item.plan(program)
    try HostToolchain.inScratch { scratch in
      let half = try NICHalf.forTests(program, plan, in: scratch)
      let descriptors = (try half.program(port: 0), try half.program(port: 1))
      #expect(descriptors.0 != descriptors.1)
      let (cuts, paths) = (try half.cutCounts(), try half.pathCounts())
      #expect(cuts == [UInt64](repeating: 0, count: plan.cuts.count + 2))
      #expect(paths.count == PathNumbering(program).count)
    }
  }

  /// Compiling needs no root.
  @Test(arguments: cases)
  func compiles(_ item: EBPFCase) throws {
    let program = try item.lowered()
    try HostToolchain.inScratch { scratch in
      _ = try HostToolchain.compileNIC(nicSource(program, item.plan(program)), in: scratch)
    }
  }

  /// A miss that is resumed would say "absent" of a record that the host may have.
  @Test func aSplitTablesMissIsNotResumed() throws {
    let program = try EBPFCase.lower("nat")
    var plan = HostSplitPlan(program).plan
    _ = try nicSource(program, plan)
    plan.cuts[0].mode = .resume
    let error = #expect(throws: CodeGenError.self) { try nicSource(program, plan) }
    #expect(error?.description.contains("has to restart") == true)
  }

  @Test func aPlanOfAnotherProgramIsRefused() throws {
    let (nat, firewall) = (try EBPFCase.lower("nat"), try EBPFCase.lower("firewall"))
    #expect(throws: CodeGenError.self) { try nicSource(firewall, HostSplitPlan(nat).plan) }
  }

  /// Without an allocator the NIC half cannot have NAT's ports.
  @Test func poolsStayOnTheHost() throws {
    let program = try EBPFCase.lower("nat")
    let error = #expect(throws: CodeGenError.self) { try nicSource(program, .whollyNIC(program)) }
    #expect(error?.description.contains("shares its records with other maps") == true)
  }
}
