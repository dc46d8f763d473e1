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

  /// What eBPF cannot do is said, with the state's name: nothing is left out silently.
  @Test(arguments: [
    ("  insert later() = (v1): ok b2, full b2", "appends to the queue 'later'"),
    ("  dequeue later as due: ok b2, empty b2", "takes from the queue 'later'"),
    ("  v2: u32 = tally perKey(v1)\n  store eth.type[0:32] = v2\n  jump b2", "counts the records of 'perKey'"),
    ("  insert flows(v1) = (v1): ok b2, full b2", "which 'perKey' counts"),
    ("  insert some(v1) = (v1): ok b2, full b2", "'some' evicts its oldest record"),
    ("  mirror left\n  jump b2", "mirrors packets"),
  ])
  func whatEBPFCannotDoIsRefused(_ end: String, _ message: String) throws {
    let text = """
      program Refused from "refused.nf"
      port left
      map flows (key: u16) -> (value: u16) capacity 8 full fails
      map some (key: u16) -> (value: u16) capacity 8 full evicts one in 4
      queue later (value: u16) capacity 8 after 5000 ns
      tally perKey (key: u16) of flows by 0
      header eth: ethernet 14 bytes
      entry due: later
      block b0 entry:
        v0: u32 = constant 0
        extract eth at v0: ok b1, short b2
      block b1 frame:
        v1: u16 = load eth.type[96:16]
      \(end)
      block b2 end:
        forward left
      """
    let program = try Program(parsing: text)
    try #require(program.verify().isEmpty, "\(program.verify())")
    let error = #expect(throws: CodeGenError.self) { try nicSource(program, .whollyNIC(program)) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}
