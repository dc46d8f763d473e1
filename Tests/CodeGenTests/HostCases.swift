import CodeGenHostC
import CodeGenSupport
import Diagnostics
import Foundation
import FrontEnd
import Halves
import IR
import Interpreter
import Plan
import Testing
import Wire

/// A program of `Cases/host`, with changes to its text that make its tables small.
struct HostCase: CustomTestStringConvertible, Sendable {
  var file: String
  var changes: [String: String] = [:]
  var testDescription: String { changes.isEmpty ? file : "\(file), small" }

  func program() throws -> Program {
    let directory = file.hasSuffix(".nf") ? HostToolchain.programs : HostToolchain.cases
    var text = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
    for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
    let program = file.hasSuffix(".nf") ? try compiled(text) : try Program(parsing: text)
    try #require(program.verify().isEmpty)
    return program
  }

  private func compiled(_ text: String) throws -> Program {
    var log = DiagnosticLog()
    let program = compileToIR(SourceFile(path: file, text: text), reportingTo: &log)
    return try #require(program, "\(log)")
  }

  /// The library's programs, and with tables so small that they fill up.
  static let library: [HostCase] = [
    HostCase(file: "nat.nf"), HostCase(file: "firewall.nf"), HostCase(file: "lb.nf"), HostCase(file: "policer.nf"),
    HostCase(file: "flowmon.nf"),
    HostCase(
      file: "nat.nf", changes: ["capacity 65_536": "capacity 30", "1024...65_535": "1024...1050", "120s": "20ms"]),
    HostCase(
      file: "firewall.nf",
      changes: [
        "capacity 65_536": "capacity 20", "120s": "10ms",
        "by life": "by life { opening 5ms  answered 8ms  established 20ms  otherwise 10ms }",
      ]),
    HostCase(file: "lb.nf", changes: ["capacity 65_536": "capacity 20", "120s": "10ms"]),
    HostCase(file: "policer.nf", changes: ["capacity 65_536": "capacity 3", "60s": "10ms"]),
    HostCase(file: "flowmon.nf", changes: ["capacity 65_536": "capacity 20", "60s": "10ms"]),
  ]

  /// Programs in text form, some with tables so small that they fill up.
  static let texts: [HostCase] = [
    HostCase(file: "nat.cir"),
    HostCase(
      file: "nat.cir",
      changes: ["capacity 65536": "capacity 24", "1024...65535": "1024...1053", "120000000000": "9000000"]),
    HostCase(
      file: "nat.cir",
      changes: ["capacity 65536": "capacity 40", "1024...65535": "1024...1053", "after lookup": "after insert"]),
    HostCase(file: "policer.cir"),
    HostCase(file: "policer.cir", changes: ["capacity 4096": "capacity 3", "burst 15000": "burst 300"]),
    HostCase(file: "flowmon.cir"), HostCase(file: "balancer.cir"), HostCase(file: "toy.cir"),
    HostCase(file: "corners.cir"), HostCase(file: "counters.cir"), HostCase(file: "bytes.cir"),
    HostCase(file: "states.cir"), HostCase(file: "rows.cir"),
  ]

  static let all = texts + library
}

/// A program compiled and loaded as a host half beside the interpreter.
struct HostPair {
  let half: HostHalf
  let interpreter: Interpreter

  init(_ program: Program, in scratch: URL, compiler: String = "clang", options: [String] = []) throws {
    let plan = OffloadPlan.hostOnly(program)
    let object = try HostToolchain.compile(hostSource(program, plan), in: scratch, compiler: compiler, options: options)
    half = try HostHalf(path: object, layout: ProgramLayout(program, plan))
    interpreter = try Interpreter(program)
    try Self.configure(half, interpreter)
  }

  /// Fills the config tables of both alike, leaving one element empty.
  static func configure(_ half: HostHalf, _ interpreter: Interpreter) throws {
    try configure(interpreter) { try half.configure($0, index: $1, values: $2) }
    try HostRows.configure(interpreter, seed: 5) { try half.configure($0, rows: $1) }
  }

  static func configure(_ interpreter: Interpreter, _ other: (String, Int, [UInt64]) throws -> Void) throws {
    for array in interpreter.program.states where array.array?.isConfig == true {
      for index in 0..<(array.array?.size ?? 0) where index != 2 {
        let values = array.valueFields.map { UInt64(index * 7 + 1) & $0.type.mask }
        try other(array.name, index, values)
        try interpreter.configure(table: array.name, index: index, values: values)
      }
    }
  }
}

extension HostToolchain {
  /// Compiles a host half as the driver does, warnings being errors; the shared object's path.
  static func compile(
    _ source: String, in scratch: URL, compiler: String = "clang", options: [String] = []
  ) throws -> String {
    let file = scratch.appending(path: "host.c")
    try source.write(to: file, atomically: true, encoding: .utf8)
    let object = scratch.appending(path: "host-\(compiler).so").path
    let usual = ["-O3", "-shared", "-fPIC", "-std=gnu11", "-Wall", "-Wextra", "-Werror"]
    try run([compiler] + usual + options + [file.path, "-o", object])
    return object
  }
}

extension RandomTraffic.Configuration {
  /// Random traffic that meets the programs' public and virtual addresses.
  static var forHosts: Self {
    var configuration = Self()
    configuration.serviceHosts = [.v4(203, 0, 113, 1), .v4(192, 0, 2, 10)]
    configuration.largestPayload = 60
    return configuration
  }
}
