import Driver
import IR
import Testing
import TraceGenerator

/// A property, the program it is for, and changes of the program that break it.
struct Claim: Sendable, CustomTestStringConvertible {
  var property: @Sendable (Program) -> any TrafficProperty
  var name: String
  var program: String
  var canaries: [[String: String]]

  var testDescription: String { "\(program): \(name)" }

  static let all = [
    Claim(
      property: StableMappings.init, name: "flows keep mappings of their own", program: "nat",
      canaries: [["expire idle 120s": "expire idle 1ms"], ["l4.source = mapped": "l4.source = 2000"]]),
    Claim(
      property: OnlyAnswersComeIn.init, name: "only answers come in", program: "firewall",
      canaries: [
        [
          #"exchanges[FiveTuple(ip, l4).reversed] else drop "no session""#:
            "exchanges[FiveTuple(ip, l4).reversed] else forward inside"
        ],
        [
          #"sessions[FiveTuple(ip, tcp).reversed] else drop "no session""#:
            "sessions[FiveTuple(ip, tcp).reversed] else forward inside"
        ],
      ]),
    Claim(
      property: RateIsKept.init, name: "the rate is kept", program: "policer",
      canaries: [["burst 64_000": "burst 70_000"], ["burst 128_000": "burst 140_000"]]),
    Claim(
      property: BackendsAreKept.init, name: "connections keep their backend", program: "lb",
      canaries: [["connections[flow] = chosen": "connections[flow] = 0"]]),
    Claim(
      property: ConnectionsAreFew.init, name: "a client has few connections", program: "connlimit",
      canaries: [["most: u32 = 16": "most: u32 = 18"]]),
  ]
}

/// What functions promise, checked on the packets that take all their branches.
@Suite struct PropertyTests {
  static let packets = 100_000

  @Test(arguments: Claim.all, 1...3)
  func holds(_ claim: Claim, seed: UInt64) throws {
    let program = try Library.program(claim.program)
    let result = try Library.check(
      claim.property(program), of: program, tables: try Library.tables(claim.program, for: program),
      packets: Self.packets, seed: seed)
    #expect(result.violation == nil)
    #expect(result.applied > 300, "the traffic does not put it to the test")
  }

  /// A program that breaks its promise is found out.
  @Test(arguments: Claim.all)
  func findsABrokenProgram(_ claim: Claim) throws {
    let property = claim.property(try Library.program(claim.program))
    for canary in claim.canaries {
      let broken = try Library.program(claim.program, replacing: canary)
      let tables = try Library.tables(claim.program, for: broken)
      let result = try Library.check(property, of: broken, tables: tables, packets: Self.packets, seed: 1)
      #expect(result.violation != nil, "\(canary)")
    }
  }

  @Test(arguments: Library.names)
  func checksumsStayRight(_ name: String) throws {
    let program = try Library.program(name)
    let result = try Library.check(
      ChecksumsHold(), of: program, tables: try Library.tables(name, for: program), packets: Self.packets / 2, seed: 5)
    #expect(result.violation == nil)
  }

  @Test func findsAForgottenChecksum() throws {
    var program = try Library.program("nat")
    for block in program.blocks.indices {
      program.blocks[block].instructions.removeAll { instruction in
        if case .adjustChecksum = instruction.operation { true } else { false }
      }
    }
    let result = try Library.check(ChecksumsHold(), of: program, tables: [], packets: Self.packets, seed: 5)
    #expect(result.violation != nil)
  }
}
