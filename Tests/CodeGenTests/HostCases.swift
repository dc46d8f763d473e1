import CodeGenHostC
import CodeGenSupport
import Foundation
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
    var text = try String(contentsOf: HostToolchain.cases.appending(path: file), encoding: .utf8)
    for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
    let program = try Program(parsing: text)
    try #require(program.verify().isEmpty)
    return program
  }

  static let all: [HostCase] = [
    HostCase(file: "nat.cir"),
    HostCase(file: "nat.cir", changes: ["capacity 65536": "capacity 24", "1024...65535": "1024...1053", "120000000000": "9000000"]),
    HostCase(file: "nat.cir", changes: ["capacity 65536": "capacity 40", "1024...65535": "1024...1053", "after lookup": "after insert"]),
    HostCase(file: "policer.cir"),
    HostCase(file: "policer.cir", changes: ["capacity 4096": "capacity 3", "burst 15000": "burst 300"]),
    HostCase(file: "flowmon.cir"), HostCase(file: "balancer.cir"), HostCase(file: "toy.cir"),
    HostCase(file: "corners.cir"),
  ]
}

/// A program compiled and loaded as a host half beside the interpreter.
struct HostPair {
  let half: HostHalf
  let interpreter: Interpreter

  init(_ program: Program, in scratch: URL, compiler: String = "clang") throws {
    let plan = OffloadPlan.hostOnly(program)
    let object = try HostToolchain.compile(hostSource(program, plan), in: scratch, compiler: compiler)
    half = try HostHalf(path: object, layout: ProgramLayout(program, plan))
    interpreter = try Interpreter(program)
    try Self.configure(half, interpreter)
  }

  /// Fills the config tables of both alike, leaving one element empty.
  static func configure(_ half: HostHalf, _ interpreter: Interpreter) throws {
    for array in interpreter.program.states where array.array?.isConfig == true {
      for index in 0..<(array.array?.size ?? 0) where index != 2 {
        let values = array.valueFields.map { UInt64(index * 7 + 1) & $0.type.mask }
        try half.configure(array.name, index: index, values: values)
        try interpreter.configure(table: array.name, index: index, values: values)
      }
    }
  }
}

extension HostToolchain {
  /// Compiles a host half as the driver does, warnings being errors; the shared object's path.
  static func compile(_ source: String, in scratch: URL, compiler: String = "clang") throws -> String {
    let file = scratch.appending(path: "host.c")
    try source.write(to: file, atomically: true, encoding: .utf8)
    let object = scratch.appending(path: "host-\(compiler).so").path
    try run([compiler, "-O3", "-shared", "-fPIC", "-std=gnu11", "-Wall", "-Wextra", "-Werror", file.path, "-o", object])
    return object
  }
}
