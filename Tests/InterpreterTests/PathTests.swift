import IR
import Testing
import Wire

@testable import Interpreter

private let text = """
  program Paths
  param limit: u8 = 9 "9"
  port out
  reason "short"
  reason "other"
  header h: command 2 bytes
  block b0 entry:
    v0: u32 = constant 0
    extract h at v0: ok b1, short b5
  block b1 choose:
    v1: u8 = load h.choice[0:8]
    v2: u8 = load h.value[8:8]
    v3: u8 = constant 40
    switch v1: 1 b2(v2, v3), 2 b2(v3, v2), 7 b3, else b4
  block b2 both(v4: u8, v5: u8):
    v6: u8 = subSat v4, v5
    store h.value[8:8] = v6
    v7: u8 = parameter limit
    v8: bit = gt v6, v7
    branch v8: then b3, else b4
  block b3 host:
    to control plane
  block b4 other:
    drop "other"
  block b5 short:
    drop "short"
  """

@Suite struct PathTests {
  @Test func `Each path counts its packets and bytes under its own number`() throws {
    let interpreter = try interpreter(text)
    let program = try Program(parsing: text)
    let numbering = PathNumbering(program)
    var numbers: Set<UInt32> = []
    for packet in [[1, 100], [1, 3], [2, 3], [2, 90], [7, 0], [9, 0], [1]] as [[UInt8]] {
      numbers.insert(interpreter.result(packet).outcome.path)
    }
    #expect(numbers == Set((0..<7).map(UInt32.init)))
    #expect(numbering.count == 7)
    #expect(interpreter.pathCounts.map(\.packets) == [UInt64](repeating: 1, count: 7))
    #expect(interpreter.pathCounts.reduce(0) { $0 + $1.bytes } == 13)
    #expect(interpreter.dropCounts == [1, 3])
  }

  @Test func `An outcome's path is the one that the graph gives`() throws {
    let interpreter = try interpreter(text)
    let numbering = PathNumbering(interpreter.program)
    let outcome = interpreter.result([2, 3]).outcome
    #expect(outcome.verdict == .controlPlane)
    #expect(numbering.blocks(of: Int(outcome.path))?.map(\.index) == [0, 1, 2, 3])
    #expect(numbering.verdict(of: Int(outcome.path)) == .toControlPlane)
  }

  @Test func `Arguments of an edge become the block's parameters`() throws {
    let interpreter = try interpreter(text)
    #expect(interpreter.result([1, 100]).bytes == [1, 60])
    #expect(interpreter.result([2, 3]).bytes == [2, 37])
    #expect(interpreter.result([2, 90]).bytes == [2, 0])
  }

  @Test func `Parameters are given by value, and checked`() throws {
    #expect(try interpreter(text, parameters: [60]).result([1, 100]).outcome.verdict == .drop)
    #expect(throws: InterpreterError.wrongParameterCount(given: 0, expected: 1)) {
      try interpreter(text, parameters: [])
    }
    #expect(throws: InterpreterError.parameterOutOfRange(name: "limit", value: 256, bits: 8)) {
      try interpreter(text, parameters: [256])
    }
  }

  @Test func `An ill-formed program is refused`() throws {
    var program = try Program(parsing: text)
    program.blocks[1].terminator = .jump(Target(BlockID(0)))
    #expect(throws: InterpreterError.self) { try Interpreter(program) }
    #expect(throws: InterpreterError.self) { try Interpreter(Program(name: "Empty")) }
    var large = try Program(parsing: Toy.text())
    large.states[0].kind = .map(MapState(key: [StateField(name: "key", type: .u8)], value: [], capacity: 1 << 31))
    #expect(throws: InterpreterError.self) { try Interpreter(large) }
  }

  @Test func `Throughput is measured on a trace and leaves counts behind`() throws {
    var trace = Trace()
    for index in 0..<50 as Range<UInt64> { trace.append([UInt8(index % 4), 1], port: 0, time: index) }
    let interpreter = try interpreter(text)
    #expect(measureThroughput(interpreter, trace: trace, repetitions: 2) > 0)
    #expect(interpreter.pathCounts.reduce(0) { $0 + $1.packets } == 100)
  }
}
