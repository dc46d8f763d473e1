import Diagnostics
import Foundation
import FrontEnd
import IR
import Testing

/// Properties that the plan and the generators rest on, beyond what the golden files show.
@Suite struct LoweringTests {
  private func program(_ name: String) throws -> Program {
    let file = TestFiles.programs.appending(path: name)
    var log = DiagnosticLog()
    let source = SourceFile(path: name, bytes: try Data(contentsOf: file))
    return try #require(compileToIR(source, reportingTo: &log), "\(log.rendered())")
  }

  private func compile(_ text: String) throws -> Program {
    var log = DiagnosticLog()
    return try #require(compileToIR(SourceFile(path: "t.nf", text: text), reportingTo: &log), "\(log.rendered())")
  }

  @Test(arguments: ["nat.nf", "firewall.nf", "lb.nf", "policer.nf", "flowmon.nf"])
  func programsAreWellFormedAndClean(_ name: String) throws {
    let program = try program(name)
    #expect(program.verify().isEmpty)
    #expect(Pass.deadCode.run(program) == program)
    for block in program.blocks {
      #expect(block.instructions.allSatisfy { $0.span != nil }, "\(block.label)")
      #expect(block.terminatorSpan != nil, "\(block.label)")
    }
  }

  /// What a NIC that owns a session needs: packets of it without SYN, FIN or RST change no state.
  @Test func anEstablishedSessionIsAPureHit() throws {
    let program = try program("firewall.nf")
    let hits = program.blocks.filter { $0.label.hasSuffix(".hit") && $0.label.contains(".tcp.") }
    #expect(hits.count == 4)
    for hit in hits {
      guard case .branch(_, _, let goesOn) = hit.terminator,
        case .branch(_, _, let notFin) = program[goesOn.block].terminator
      else {
        Issue.record("\(hit.label) does not ask for RST, then FIN")
        continue
      }
      for block in [hit, program[goesOn.block], program[notFin.block]] {
        #expect(block.instructions.allSatisfy { !$0.operation.changesState })
      }
      guard case .finish(.forward) = program[notFin.block].terminator else {
        Issue.record("\(hit.label) does not forward")
        continue
      }
    }
  }

  @Test func onlyWhatHandlersNeedIsParsed() throws {
    let program = try compile(
      "nf T { port a, b\n on packet() from a { forward b }\n on packet() from b { forward a } }")
    #expect(program.headers.isEmpty)
    let arp = try compile("nf T { port a, b\n on packet(arp) { forward other }\n otherwise drop \"no\" }")
    #expect(Set(arp.headers.map(\.kind)) == ["ethernet", "vlan", "arp"])
  }

  @Test func udpChecksumsKeepTheZeroRule() throws {
    for block in try program("nat.nf").blocks {
      for case .adjustChecksum(let header, _, _, _, let zeroRule) in block.instructions.map(\.operation) {
        #expect(zeroRule == (try program("nat.nf")[header].kind == "udp"))
      }
    }
  }

  @Test func handlersAreTriedInSourceOrder() throws {
    let program = try compile(
      """
      nf T {
        port a
        on packet(ip: ipv4) where ip.ttl == 0 { drop "first" }
        on packet(ip: ipv4) where ip.ttl == 0 { drop "never" }
        on packet(ip: ipv4) { drop "second" }
        on packet(ip: ipv4) { drop "never either" }
        otherwise drop "other"
      }
      """)
    #expect(program.reasons == ["first", "second", "other"])
  }

  @Test func mistakesOfOneInstanceAreReportedOnce() {
    var log = DiagnosticLog()
    let text = """
      nf T {
        port a, b
        on packet(ip: ipv4 | ipv6, l4: tcp | udp | echo) { let x = nothing
          forward other }
        otherwise drop "no"
      }
      """
    #expect(compileToIR(SourceFile(path: "t.nf", text: text), reportingTo: &log) == nil)
    #expect(log.errorCount == 1)
  }
}

extension IR.Operation {
  fileprivate var changesState: Bool {
    switch self {
    case .storeEntry, .addEntry, .remove, .storeArray, .addArray, .sketchAdd: true
    default: false
    }
  }
}
