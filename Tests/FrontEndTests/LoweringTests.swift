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

  /// What a NIC that owns a session needs: a packet that takes it from no state to another stores nothing, from the hit to the verdict.
  @Test func anEstablishedSessionIsAPureHit() throws {
    let program = try program("firewall.nf")
    let hits = program.blocks.indices.filter {
      program.blocks[$0].label.hasSuffix(".hit") && program.blocks[$0].label.contains(".tcp.")
    }
    #expect(hits.count == 4)
    for hit in hits {
      let label = program.blocks[hit].label
      var (open, seen) = ([hit], Set<Int>())
      var forwards = 0
      while let index = open.popLast() {
        guard seen.insert(index).inserted else { continue }
        let block = program.blocks[index]
        guard block.instructions.allSatisfy({ !$0.operation.changesState }) else { continue }
        if case .finish(.forward) = block.terminator { forwards += 1 }
        if case .finish(.drop) = block.terminator { Issue.record("\(label) drops") }
        open += block.terminator.targets.map(\.block.index)
      }
      #expect(forwards > 0, "\(label) stores on each way")
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
