import CodeGenEBPF
import CodeGenSupport
import Diagnostics
import Foundation
import FrontEnd
import Halves
import IR
import Plan
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A program under a plan, for the NIC half's tests.
struct EBPFCase: CustomTestStringConvertible, Sendable {
  enum Placing: String, Sendable { case host, split, resume, nic }
  var program: String
  var placing: Placing
  var changes: [String: String] = [:]
  var testDescription: String { "\(program), \(placing.rawValue)\(changes.isEmpty ? "" : ", small")" }

  static let programs = ["nat", "firewall", "lb", "policer", "flowmon"]
  /// Both halves work: flowmon counts before it looks a flow up, so its table cannot be split.
  static let paired =
    ["nat", "firewall", "lb", "policer"].map { EBPFCase(program: $0, placing: .split) }
    + ["flowmon", "lb", "resumed", "corners", "balancer"].map { EBPFCase(program: $0, placing: .resume) }
  /// Programs whose states the NIC half can have all to itself.
  static let whollyNIC = ["firewall", "flowmon"]

  func lowered() throws -> Program { try Self.lower(program, changes: changes) }

  func plan(_ program: Program) -> OffloadPlan {
    switch placing {
    case .host: .hostOnly(program)
    case .split: HostSplitPlan(program).plan
    case .resume: EBPFResumePlan(program: program).plan
    case .nic: .whollyNIC(program)
    }
  }

  /// A program of `NFPrograms` with its text changed, or one of `Cases` in text form.
  static func lower(_ name: String, changes: [String: String] = [:]) throws -> Program {
    for directory in ["ebpf", "host"] {
      let written = HostToolchain.package.appending(path: "Tests/CodeGenTests/Cases/\(directory)/\(name).cir")
      guard !programs.contains(name), let text = try? String(contentsOf: written, encoding: .utf8) else { continue }
      return try verified(Program(parsing: text))
    }
    let file = HostToolchain.package.appending(path: "NFPrograms/\(name).nf")
    var text = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in changes {
      try #require(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    var log = DiagnosticLog()
    let program = compileToIR(SourceFile(path: "\(name).nf", text: text), reportingTo: &log)
    return try #require(program, "\(log)")
  }

  private static func verified(_ program: Program) throws -> Program {
    try #require(program.verify().isEmpty, "\(program.verify())")
    return program
  }
}

extension HostToolchain {
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Compiles a NIC half as the driver does; the object's path.
  static func compileNIC(_ source: String, in scratch: URL) throws -> String {
    let file = scratch.appending(path: "nic.bpf.c")
    try source.write(to: file, atomically: true, encoding: .utf8)
    let object = scratch.appending(path: "nic.bpf.o").path
    let headers = ["x86_64", "aarch64"].map { "-I/usr/include/\($0)-linux-gnu" }
    try run(
      ["clang", "-target", "bpf", "-mcpu=v3", "-O2", "-g", "-Wall", "-Wextra", "-Werror"] + headers
        + ["-c", file.path, "-o", object])
    return object
  }

  /// Root may load eBPF; where it may and cannot, the tests fail.
  static var mayLoadEBPF: Bool { geteuid() == 0 }
}

extension OffloadPlan {
  /// Every block and every state on the NIC.
  static func whollyNIC(_ program: Program) -> OffloadPlan {
    OffloadPlan(
      program: program.name, programDigest: program.digest, target: "xdp", strategy: .nicOnly, offloads: true,
      placements: program.states.map {
        let mode: PlacementMode = $0.array?.isConfig == true || $0.ring != nil ? .replicated : .nic
        return StatePlacement(state: $0.name, mode: mode, entriesOnNIC: $0.map?.capacity ?? 0)
      },
      nicBlocks: Array(program.blocks.indices), cuts: [])
  }
}

extension NICHalf {
  /// Compiles and loads a program under a plan, in test mode.
  static func forTests(_ program: Program, _ plan: OffloadPlan, in scratch: URL) throws -> NICHalf {
    let object = try HostToolchain.compileNIC(nicSource(program, plan), in: scratch)
    let layout = ProgramLayout(program, plan)
    let half = try NICHalf(
      object: object, layout: layout, settings: .init(parameters: layout.defaultParameters, isTest: true))
    try half.clearRings()
    return half
  }
}
