import Testing

@testable import IR

@Suite struct AnalysisTests {
  private let nat: ProgramAnalysis
  private let policer: ProgramAnalysis
  private let flowmon: ProgramAnalysis
  private let balancer: ProgramAnalysis

  init() throws {
    nat = ProgramAnalysis(try Program(parsing: Sample.nat))
    policer = ProgramAnalysis(try Program(parsing: Sample.policer))
    flowmon = ProgramAnalysis(try Program(parsing: Sample.flowmon))
    balancer = ProgramAnalysis(try Program(parsing: Sample.balancer))
  }

  @Test func groupsHoldCompanionsAndPools() {
    let groups = nat.groups
    #expect(groups.groups.count == 1)
    #expect(groups.groups[0].members == [StateID(0), StateID(1)])
    #expect(groups.groups[0].pools == [StateID(2)])
    #expect(groups.group(of: StateID(2))?.primary == StateID(0))
    #expect(groups.member(StateID(1)) == 1)
    #expect(balancer.groups.group(of: StateID(0)) == nil)
  }

  @Test func livenessAtTheHit() {
    let hit = nat.liveness.liveIn(BlockID(7))
    #expect(hit.sortedValues.map(\.id) == [11, 13])
    #expect(hit.sortedHeaders.map(\.index) == [1, 2])
    #expect(hit.sortedEntries.map(\.index) == [0])
    let rewrite = nat.liveness.liveIn(BlockID(11))
    #expect(rewrite.sortedValues.map(\.id) == [11, 13])
    #expect(rewrite.entries.isEmpty)
    #expect(nat.liveness.liveIn(BlockID(9)).sortedValues.map(\.id) == [6, 11, 12, 13, 14, 17])
    #expect(nat.liveness.liveIn(BlockID(0)) == LiveSet())
  }

  @Test func effectsBeginAtTheTake() {
    #expect(!nat.effects.mayPrecede(BlockID(8)))
    #expect(nat.effects.mayPrecede(Edge(BlockID(8), 0)))
    #expect(!nat.effects.mayPrecede(Edge(BlockID(8), 1)))
    #expect(!nat.effects.mayPrecede(Edge(BlockID(6), 1)))
    #expect(nat.effects.mayPrecede(BlockID(16)))
    #expect(flowmon.effects.mayPrecede(BlockID(1)))
    #expect(policer.effects.mayPrecede(Edge(BlockID(2), 1)))
  }

  @Test func pathIdsReadWell() {
    let ids = nat.paths.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids[0] == "ipv4.udp inside: bindings hit → forward outside")
    #expect(ids.contains("ipv4.udp inside: bindings miss, ports ok, bindings new → forward outside"))
    #expect(ids.contains("ipv4.udp inside: bindings miss, ports empty → drop no free port"))
    #expect(ids.contains("ipv4.udp outside: owners miss → drop no binding"))
    #expect(ids.contains("ethernet: ipv4 short → drop not translated"))
    #expect(nat.paths["ipv4.udp outside: owners hit → forward inside"]?.ingressPort == 1)
    #expect(policer.paths.all.map(\.id).contains("ipv4: buckets hit, buckets exceed → drop over the rate"))
  }

  @Test func pathsKnowTheirAccesses() throws {
    let path = try #require(nat.paths["ipv4.udp inside: bindings miss, ports ok, bindings new → forward outside"])
    #expect(path.accesses.map(\.kind) == [.find, .take, .insert, .insert])
    #expect(path.states == [StateID(0), StateID(1), StateID(2)])
    #expect(path.firstEffect.map { path.blocks[$0] } == BlockID(8))
    let full = try #require(nat.paths["ipv4.udp inside: bindings miss, ports ok, bindings full → drop table full"])
    #expect(full.accesses.map(\.kind) == [.find, .take])
    let hit = try #require(nat.paths["ipv4.udp inside: bindings hit → forward outside"])
    #expect(hit.firstEffect.map { hit.blocks[$0] } == BlockID(11))
    #expect(hit.accesses.map(\.kind) == [.find, .read])
  }

  @Test func contradictingDecisionsAreFound() throws {
    let text = """
      program P
      port a
      header ip: ipv4 20 bytes
      block b0 start:
        v0: u32 = constant 14
        extract ip at v0: ok b1, short b6
      block b1 one:
        v1: u8 = load ip.protocol[72:8]
        v2: u8 = constant 6
        v3: bit = eq v1, v2
        branch v3: then b2, else b3
      block b2 tcp:
        jump b3
      block b3 again:
        v4: u8 = load ip.protocol[72:8]
        switch v4: 6 b4, else b5
      block b4 tcp:
        forward a
      block b5 other:
        reply
      block b6 short:
        reply
      """
    let program = try Program(parsing: text)
    #expect(program.verify() == [])
    let paths = PathClasses(program)
    #expect(paths.all.map(\.isFeasible) == [true, false, false, true, true])
    #expect(Set(paths.all.map(\.id)).count == 5)
  }

  @Test func derivations() {
    #expect(nat.derivations.derivation(of: Value(11)).exactFlowFields == [.source])
    #expect(nat.derivations.derivation(of: Value(6)).exactFlowFields == [.transport])
    #expect(nat.derivations.derivation(of: Value(18)).sources == [.loaded(StateID(0), field: 0), .taken(StateID(2))])
    #expect(nat.derivations.derivation(of: Value(9)).exact == nil)
    #expect(nat.derivations.derivation(of: Value(9)).isFlowAffine == false)
    #expect(balancer.derivations.derivation(of: Value(2)).isFlowAffine)
    #expect(balancer.derivations.derivation(of: Value(2)).exact == nil)
  }

  @Test func storedFieldsAreNoLongerThePackets() throws {
    let text = Sample.balancer.replacingFirst(
      "  forward servers",
      by: "  v6: u32 = load ip.destination[128:32]\n  v7: u32 = load ip.source[96:32]\n  forward servers")
    let program = try Program(parsing: text)
    let derivations = Derivations(program)
    #expect(derivations.derivation(of: Value(6)).exact == nil)
    #expect(derivations.derivation(of: Value(6)).foreign == .loaded(StateID(0), field: 0))
    #expect(derivations.derivation(of: Value(7)).exactFlowFields == [.source])
  }

  @Test func affinities() {
    guard case .flow(let key) = nat.affinities[StateID(0)] else { return #expect(Bool(false), "bindings") }
    #expect(key.fields == [.source, .destination, .sourcePort, .destinationPort, .transport])
    #expect(!key.isSymmetric)
    #expect(
      nat.affinities[StateID(1)]
        == .none(reason: "key field 'port' comes from an element of 'ports' at nat.nf:14:7"))
    guard case .none = nat.groups.groups[0].affinity(in: nat.affinities, program: nat.program) else {
      return #expect(Bool(false), "group")
    }
    #expect(policer.affinities[StateID(0)] == .flow(ShardKey(shapes: [[[.destination]]])))
    #expect(balancer.affinities[StateID(0)] == .any)
  }

  @Test func symmetricKeysAreSeen() throws {
    let text = Sample.policer
      .replacingFirst("(destination: u32)", by: "(a: u32, b: u32)")
      .replacingFirst("  lookup buckets(v1)", by: "  v6: u32 = load ip.source[96:32]\n  lookup buckets(v1, v6)")
      .replacingFirst("insert buckets(v1)", by: "insert buckets(v6, v1)")
    let program = try Program(parsing: text)
    #expect(program.verify() == [])
    let analysis = ProgramAnalysis(program)
    guard case .flow(let key) = analysis.affinities[StateID(0)] else { return #expect(Bool(false)) }
    #expect(key.isSymmetric)
    #expect(key.shapes.count == 2)
  }

  @Test func proofsNameTheirObstacle() throws {
    #expect(nat.proofs[StateID(0)].kind == .readMostly)
    #expect(nat.proofs[StateID(0)].reason.hasSuffix("at nat.nf:14:7"))
    #expect(nat.proofs[StateID(2)].kind == .exclusive)
    #expect(nat.proofs[StateID(2)].obstacle?.kind == .take)
    #expect(policer.proofs[StateID(0)].kind == .exclusive)
    #expect(policer.proofs[StateID(0)].obstacle?.kind == .charge)
    #expect(flowmon.proofs[StateID(0)].kind == .commutativeAdd)
    #expect(flowmon.proofs[StateID(1)].kind == .commutativeAdd)
    #expect(balancer.proofs[StateID(0)].kind == .readOnlyConfig)
    #expect(balancer.proofs[StateID(1)].kind == .readOnlyConfig)
  }

  @Test func aReadOfTheSumTakesTheProofAway() throws {
    let used = Sample.flowmon.replacingFirst(
      "  count heavy(v6, v7) by v4\n", by: "  v8: u64 = count heavy(v6, v7) by v4\n  increase totals[v1].bytes by v8\n")
    let late = ProgramAnalysis(try Program(parsing: used))
    #expect(late.proofs[StateID(1)].kind == .eventualAdd)
    let exact = ProgramAnalysis(try Program(parsing: used.replacingFirst("  eventual 10000000 ns\n", by: "")))
    #expect(exact.proofs[StateID(1)].kind == .exclusive)
    #expect(exact.proofs[StateID(1)].obstacle?.kind == .estimate)
    let unused = used.replacingFirst("  increase totals[v1].bytes by v8\n", by: "")
    #expect(ProgramAnalysis(try Program(parsing: unused)).proofs[StateID(1)].kind == .commutativeAdd)
  }

  @Test func demands() {
    #expect(nat.demand(of: StateID(0)) == [.find, .read, .insert, .expire, .touch])
    #expect(nat.demand(of: StateID(0), in: [BlockID(6), BlockID(7)]) == [.find, .read, .expire, .touch])
    #expect(nat.demand(of: StateID(2)) == [.take])
    #expect(policer.demand(of: StateID(0)) == [.find, .insert, .charge, .evictOldest, .expire, .touch])
    #expect(flowmon.demand(of: StateID(1)).words == ["count"])
  }

  @Test func reports() {
    #expect(nat.pathsReport.hasPrefix("SourceNAT: 12 paths\n\n0  ipv4.udp inside: bindings hit → forward outside\n"))
    #expect(nat.pathsReport.contains("   bindings: find by (ipv4.source, ipv4.destination, udp.source"))
    #expect(nat.statesReport.contains("  group     bindings + owners, with elements of ports\n"))
    #expect(nat.statesReport.contains("  demand    find, read, insert, expire, touch\n"))
    #expect(flowmon.statesReport.contains("  sharing   commutative-add: packets only add to it\n"))
  }
}
