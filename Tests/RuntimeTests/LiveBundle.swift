import Bundle
import CodeGenEBPF
import CodeGenHostC
import CodeGenSupport
import Diagnostics
import Foundation
import FrontEnd
import IR
import Plan
import Testing

/// A bundle of a program of the library, made without the planner: every map split or host only, by a plain rule.
struct LiveBundle {
  let directory: String

  init(_ file: String, offloads: Bool, at directory: String) throws {
    self.directory = directory
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "NFPrograms/\(file)"), encoding: .utf8)
    var log = DiagnosticLog()
    let program = try #require(compileToIR(SourceFile(path: file, text: text), reportingTo: &log), "\(log)")
    let plan = offloads ? SplitPlan(program).plan : SplitPlan.hostOnly(program)
    let writer = try BundleWriter(at: directory)
    try writer.add(.plan, json: plan)
    try writer.add(.layout, json: ProgramLayout(program, plan))
    try writer.add(.hostSource, hostSource(program, plan))
    try Self.clang(["-O3", "-shared", "-fPIC", "-std=gnu11", "host.c", "-o", "host.so"], in: writer.staging)
    try writer.adopt(.hostObject)
    let port = root.appending(path: "Sources/CodeGenEBPF/Runtime/cora_port.bpf.c").path
    let bpf = ["-target", "bpf", "-O2", "-g", "-I/usr/include/\(Self.triple)", "-c"]
    try Self.clang(bpf + [port, "-o", "port.bpf.o"], in: writer.staging)
    try writer.adopt(.portObject)
    if offloads {
      try writer.add(.nicSource, try nicSource(program, plan))
      try Self.clang(bpf + ["nic.bpf.c", "-o", "nic.bpf.o"], in: writer.staging)
      try writer.adopt(.nicObject)
    }
    try writer.finish(generator: "test", program: program.name, target: "xdp", inputs: [:])
  }

  #if arch(arm64)
    private static let triple = "aarch64-linux-gnu"
  #else
    private static let triple = "x86_64-linux-gnu"
  #endif

  private static func clang(_ arguments: [String], in directory: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["clang"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "clang \(arguments.joined(separator: " "))")
  }
}

/// Plans by a plain rule: every map split between the halves, blocks on the NIC as far from the entry as they can be
/// without inserting or taking, everything else on the host.
struct SplitPlan {
  let program: Program

  init(_ program: Program) { self.program = program }

  static func hostOnly(_ program: Program) -> OffloadPlan {
    OffloadPlan(
      program: program.name, programDigest: program.digest, target: "xdp", strategy: .hostOnly, offloads: false,
      placements: program.states.map { StatePlacement(state: $0.name, mode: .host, entriesOnNIC: 0) }, nicBlocks: [],
      cuts: [])
  }

  var plan: OffloadPlan {
    var blocks: Set<Int> = [0]
    var cuts: [Cut] = []
    for index in program.blocks.indices where blocks.contains(index) {
      for (edge, target) in program.blocks[index].terminator.targets.enumerated() {
        if isMiss(index, edge) || !runsOnNIC(target.block) {
          cuts.append(Cut(from: index, edge: edge, mode: .restart, reason: "block \(index) edge \(edge)"))
        } else {
          blocks.insert(target.block.index)
        }
      }
    }
    return OffloadPlan(
      program: program.name, programDigest: program.digest, target: "xdp", strategy: .best, offloads: true,
      placements: placements, nicBlocks: blocks.sorted(), cuts: cuts)
  }

  private var placements: [StatePlacement] {
    program.states.map { state in
      guard case .map(let map) = state.kind else {
        return StatePlacement(state: state.name, mode: .host, entriesOnNIC: 0)
      }
      return StatePlacement(state: state.name, mode: .split, entriesOnNIC: min(map.capacity, 1024))
    }
  }

  private func isMiss(_ block: Int, _ edge: Int) -> Bool {
    if case .lookup = program.blocks[block].terminator { edge == 1 } else { false }
  }

  private func runsOnNIC(_ block: BlockID) -> Bool {
    switch program[block].terminator {
    case .insert, .take: return false
    default: break
    }
    return program[block].instructions.allSatisfy { instruction in
      if case .remove = instruction.operation { false } else { true }
    }
  }
}
