import CodeGenHostC
import CodeGenSupport
import Diagnostics
import Foundation
import FrontEnd
import Halves
import IR
import Plan
import Testing

/// A program of the library compiled for tests under a plan that lets the NIC own records but run nothing: every packet
/// reaches the host half, whoever owns its record.
struct TestHalf {
  let program: Program
  let half: HostHalf

  init(_ file: String, nicEntries: Int) throws {
    let program = try Self.program(file)
    let plan = Self.plan(program, nicEntries)
    let object = try HalfCache.shared.object(for: file, source: hostSource(program, plan))
    self.program = program
    half = try HostHalf(path: object, layout: ProgramLayout(program, plan))
  }

  /// A program of the library, lowered.
  static func program(_ file: String) throws -> Program {
    let path = root.appending(path: "NFPrograms/\(file)")
    var log = DiagnosticLog()
    let source = SourceFile(path: file, text: try String(contentsOf: path, encoding: .utf8))
    return try #require(compileToIR(source, reportingTo: &log), "\(log)")
  }

  /// The package's directory.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func plan(_ program: Program, _ nicEntries: Int) -> OffloadPlan {
    let entry = program.blocks[0].terminator.targets.indices
    return OffloadPlan(
      program: program.name, programDigest: program.digest, target: "test", strategy: .best, offloads: true,
      placements: program.states.map { state in
        if case .map = state.kind { return StatePlacement(state: state.name, mode: .split, entriesOnNIC: nicEntries) }
        return StatePlacement(state: state.name, mode: .host, entriesOnNIC: 0)
      },
      nicBlocks: [0], cuts: entry.map { Cut(from: 0, edge: $0, mode: .restart, reason: "test") })
  }
}

/// Compiled host halves, each made once.
final class HalfCache: @unchecked Sendable {
  static let shared = HalfCache()
  private let lock = NSLock()
  private var objects: [String: String] = [:]
  private let directory = Scratch.directory("halves")

  func object(for name: String, source: String) throws -> String {
    lock.lock()
    defer { lock.unlock() }
    if let object = objects[name] { return object }
    let file = directory.appending(path: "\(name).c")
    let object = directory.appending(path: "\(name).so").path
    try source.write(to: file, atomically: true, encoding: .utf8)
    let clang = Process()
    clang.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    clang.arguments = ["clang", "-O2", "-shared", "-fPIC", "-std=gnu11", file.path, "-o", object]
    try clang.run()
    clang.waitUntilExit()
    try #require(clang.terminationStatus == 0, "clang does not compile the host half of \(name)")
    objects[name] = object
    return object
  }
}
