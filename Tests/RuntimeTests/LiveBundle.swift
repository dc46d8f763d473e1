import Bundle
import CodeGenEBPF
import CodeGenHostC
import CodeGenSupport
import Foundation
import IR
import Plan
import Testing

/// A bundle of a program of the library, made without the planner: every map split or host only, by a plain rule.
struct LiveBundle {
  let directory: String

  /// A bundle made once for all tests; they do not change it.
  static func shared(_ file: String, offloads: Bool) throws -> String {
    try SharedBundles.all.bundle(file, offloads: offloads)
  }

  init(_ file: String, offloads: Bool, at directory: String) throws {
    self.directory = directory
    let program = try TestHalf.program(file)
    let plan = offloads ? SplitPlan(program).plan : SplitPlan.hostOnly(program)
    let writer = try BundleWriter(at: directory)
    try writer.add(.plan, json: plan)
    try writer.add(.layout, json: ProgramLayout(program, plan))
    try writer.add(.hostSource, hostSource(program, plan))
    try Self.clang(["-O3", "-shared", "-fPIC", "-std=gnu11", "host.c", "-o", "host.so"], in: writer.staging)
    try writer.adopt(.hostObject)
    let port = TestHalf.root.appending(path: "Sources/CodeGenEBPF/Runtime/cora_port.bpf.c").path
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

/// Bundles by program, in a directory that is removed when the tests end.
final class SharedBundles: @unchecked Sendable {
  static let all = SharedBundles()
  private let lock = NSLock()
  private var made: [String: String] = [:]
  private let directory = Scratch.directory("bundles")

  func bundle(_ file: String, offloads: Bool) throws -> String {
    lock.lock()
    defer { lock.unlock() }
    let name = "\(file)-\(offloads ? "split" : "host").cora"
    if let path = made[name] { return path }
    let path = directory.appending(path: name).path
    _ = try LiveBundle(file, offloads: offloads, at: path)
    made[name] = path
    return path
  }
}

/// Directories that last as long as the process.
enum Scratch {
  static func directory(_ name: String) -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: "cora-runtime-tests-\(getpid())/\(name)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    atexit {
      let all = FileManager.default.temporaryDirectory.appending(path: "cora-runtime-tests-\(getpid())")
      try? FileManager.default.removeItem(at: all)
    }
    return url
  }
}
