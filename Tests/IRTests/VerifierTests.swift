import Testing
import Wire

@testable import IR

@Suite struct VerifierTests {
  @Test(arguments: Sample.all) func samplesAreWellFormed(text: String) throws {
    #expect(try Program(parsing: text).verify() == [])
  }

  /// A sample, a text in it, what it is replaced by, and what the verifier then says.
  struct Case: Sendable, CustomTestStringConvertible {
    var sample, old, new, message: String
    init(_ sample: String, _ old: String, _ new: String, _ message: String) {
      (self.sample, self.old, self.new, self.message) = (sample, old, new, message)
    }
    var testDescription: String { message }
  }

  static let declarations: [Case] = [
    Case(Sample.nat, "port outside", "port outside\nport x\nport x", "two ports are named 'x'"),
    Case(Sample.nat, "capacity 65536 full fails companion", "capacity 1 full fails companion", "primary's capacity"),
    Case(Sample.nat, "ports: u16 1024...65535", "ports: u16 1024...65536", "the range 1024...65536"),
    Case(Sample.nat, "ports: u16", "ports: u32", "the pool is of u32, the field of u16"),
    Case(Sample.nat, "companion of bindings", "companion of owners", "companion of something that is no primary"),
    Case(Sample.nat, "ip: ipv4 20 bytes", "ip: ipv4 19 bytes", "field 'destination' lies outside 'ip'"),
    Case(Sample.nat, "entry owner: owners", "entry owner: owners\nentry other: ports", "points into nothing that has entries"),
    Case(Sample.nat, "203.0.113.1\"", "x\"\nparam x: u8 = 256 \"256\"", "parameter 'x' does not fit u8"),
    Case(Sample.policer, "updated: u64", "updated: u32", "a meter's value is (tokens: u64, updated: u64)"),
    Case(Sample.policer, "rate 1000000", "rate 4294967296", "rate and burst"),
    Case(Sample.policer, "expires 10000000000", "expires 0", "expire at once"),
    Case(Sample.flowmon, "1024 columns", "1000 columns", "no power of two"),
    Case(Sample.balancer, "251 slots", "250 slots", "no prime"),
    Case(Sample.balancer, " config", "", "a ring stands over a weight of a config array"),
  ]

  static let operations: [Case] = [
    Case(Sample.nat, "v8: bit = eq v6, v7", "v8: u8 = eq v6, v7", "the result v8 is u8, not bit"),
    Case(Sample.nat, "eq v6, v7", "eq v6, v1", "the right operand v1 is u16, not u8"),
    Case(Sample.nat, "v7: u8 = constant 17", "v7: u8 = constant 256", "256 does not fit u8"),
    Case(Sample.nat, "  store ip.source[96:32] = v19", "  store ip.source[96:16] = v19", "stored value v19 is u32"),
    Case(Sample.nat, "checksum ip.checksum[80:16] from v11", "checksum ip.checksum[81:16] from v11", "aligned"),
    Case(Sample.nat, "read owner.port", "read owner.#7", "'owners' has no field 7"),
    Case(Sample.nat, "  v16: u16 = read binding.port", "  v16: u16 = read binding.port\n  write binding.port = v16",
      "holds an element of a pool"),
    Case(Sample.nat, "v19: u32 = parameter public", "v19: u32 = parameter #3", "there is no parameter 3"),
    Case(Sample.policer, "  v2: u32 = packetLength", "  v2: u32 = packetLength\n  increase bucket.tokens by v2",
      "are only charged"),
    Case(Sample.balancer, "  v4: u32 = read backends[v3].address",
      "  v4: u32 = read backends[v3].address\n  write backends[v3].address = v4", "'backends' is only read"),
    Case(Sample.flowmon, "count heavy(v6, v7)", "count heavy(v6)", "has 2 fields, not 1"),
    Case(Sample.flowmon, "count heavy", "v8: u32 = count heavy", "the result v8 is u32, not u64"),
    Case(Sample.flowmon, "  v4: u64 = convert v3", "  v4: u64 = convert v3\n  convert v3", "the result is missing"),
  ]

  static let terminators: [Case] = [
    Case(Sample.nat, "ok b1, short b17 @10", "ok b1, short b0 @10", "an edge back to b0"),
    Case(Sample.nat, "ok b1, short b17 @10", "ok b1, short b99 @10", "there is no block b99"),
    Case(Sample.nat, "jump b11(v17)", "jump b11", "b11 takes 1 arguments, not 0"),
    Case(Sample.nat, "jump b11(v17)", "jump b11(v11)", "b11's argument v11 is u32, not u16"),
    Case(Sample.nat, "0 b6, 1 b12", "0 b6, 0 b12", "case 0 stands twice"),
    Case(Sample.nat, "0 b6, 1 b12", "0 b6, 65536 b12", "case 65536 does not fit u16"),
    Case(Sample.nat, "lookup owners(v6, v14)", "lookup owners(v6, v12)", "'port' takes v12 is u32, not u16"),
    Case(Sample.nat, "lookup owners(v6, v14) as owner", "lookup owners(v6, v14) as binding", "is not of 'owners'"),
    Case(Sample.nat, ", owners(v6, v17) = (v11, v13)", "", "names each companion of 'bindings' once"),
    Case(Sample.nat, "insert bindings(v11, v12, v13, v14, v6) = (v17), owners",
      "insert owners(v6, v17) = (v11, v13), owners", "begins with a primary map"),
    Case(Sample.nat, "take ports", "take bindings", "'bindings' is no pool"),
    Case(Sample.nat, "forward outside", "forward #2", "there is no port 2"),
    Case(Sample.nat, "drop \"no binding\"", "drop #9", "there is no drop reason 9"),
    Case(Sample.policer, "meter bucket by v3", "meter bucket by v2", "the amount v2 is u32, not u64"),
    Case(Sample.balancer, "pick maglev", "pick backends", "'backends' is no ring"),
  ]

  static let definitions: [Case] = [
    Case(Sample.nat, "jump b11(v16)", "jump b11(v17)", "v17 is not defined on every way here"),
    Case(Sample.nat, "ok b9, empty b15", "ok b9, empty b9", "v17 is not defined on every way here"),
    Case(Sample.nat, "hit b13, miss b14", "hit b13, miss b13", "entry 'owner' is not found on every way"),
    Case(Sample.nat, "extract udp at v10: ok b5, short b17", "extract udp at v10: ok b5, short b5", "header 'udp'"),
    Case(Sample.nat, "v5: bit = eq v3, v4", "v5: bit = eq v3, v7", "v7 is not defined on every way here"),
    Case(Sample.nat, "  v14: u16 = load", "  v13: u16 = ingressPort\n  v14: u16 = load", "v13 is defined a second"),
    Case(Sample.nat, "as owner: hit b13", "as binding: hit b13", "is not of 'owners'"),
    Case(Sample.nat, "  v16: u16 = read binding.port", "  remove binding\n  v16: u16 = read binding.port",
      "the record of entry 'binding' may be gone"),
    Case(Sample.policer, "v4: u64 = constant 15728640000", "v5: u64 = constant 1\n  v4: u64 = constant 2",
      "v5 is defined a second time"),
  ]

  @Test(arguments: declarations + operations + terminators + definitions)
  func brokenRuleIsNamed(_ test: Case) throws {
    #expect(test.sample.contains(test.old))
    let text = test.sample.replacingFirst(test.old, by: test.new)
    let errors = try Program(parsing: text).verify()
    #expect(errors.contains { $0.message.contains(test.message) }, "\(errors)")
  }

  @Test func errorsHaveAPlace() throws {
    let text = Sample.nat.replacingFirst("jump b11(v17)", by: "jump b11 @15:2-15:9")
    let error = try #require(try Program(parsing: text).verify().first)
    #expect(error.place == .terminator(BlockID(10)))
    #expect("\(error)" == "nat.nf:15:2: b10, terminator: b11 takes 1 arguments, not 0")
  }

  @Test func argumentOfTheOkEdgeMayBeTheResult() throws {
    let text = Sample.nat.replacingFirst("ok b9, empty b15", by: "ok b11(v17), empty b15")
    let errors = try Program(parsing: text).verify()
    #expect(errors == [])
  }

  @Test func tooManyPathsAreAnError() throws {
    var text = "program Wide\nport a\nblock b0 s:\n  v0: bit = constant 1\n  branch v0: then b1, else b1\n"
    for block in 1..<30 { text += "block b\(block) s:\n  branch v0: then b\(block + 1), else b\(block + 1)\n" }
    let program = try Program(parsing: text + "block b30 s:\n  forward a\n")
    #expect(program.verify().map(\.message) == ["more than 1048576 paths"])
    #expect(PathNumbering(program).count == PathNumbering.mostPaths + 1)
  }

  /// Whatever the text says, the verifier answers, and paths of what it accepts can be walked.
  @Test(arguments: Sample.all) func damagedProgramsAreJudged(text: String) {
    var random = SplitMix64(seed: 7)
    for _ in 0..<400 {
      guard let program = try? Program(parsing: text.damaged(by: &random)) else { continue }
      guard program.verify().isEmpty else { continue }
      let paths = PathNumbering(program)
      for number in 0..<min(paths.count, 64) { #expect(paths.verdict(of: number) != nil) }
      let analysis = ProgramAnalysis(program)
      #expect(Set(analysis.paths.all.map(\.id)).count == paths.count)
      #expect(!analysis.pathsReport.isEmpty && !analysis.statesReport.isEmpty)
    }
  }
}

extension String {
  func replacingFirst(_ old: String, by new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    self[..<range.lowerBound] + new + self[range.upperBound...]
  }
}
