import IR
import Testing
import Wire

@testable import Interpreter

/// The passes keep the meaning of programs: the interpreter sees the same packets, verdicts and states before and
/// after.
@Suite struct PassMeaningTests {
  @Test(arguments: 0..<8) func passesKeepMeaning(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<40 {
      let program = RandomProgram.make(&random)
      #expect(program.verify() == [])
      for pass in PassPipeline.standard.passes { try compare(program, pass.run(program), pass.name, &random) }
      try compare(program, PassPipeline.standard.run(program), "standard", &random)
    }
  }

  private func compare(
    _ program: Program, _ changed: Program, _ pass: String, _ random: inout SplitMix64
  ) throws {
    #expect(changed.verify() == [], "\(pass)\n\(program.text)")
    let (before, after) = (try Interpreter(program), try Interpreter(changed))
    for time in 0..<UInt64(6) {
      var packet = (0..<Int.random(in: 10...40, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random) }
      var other = packet
      let (one, two) = (before.run(&packet, port: 1, now: time), after.run(&other, port: 1, now: time))
      let same = one.verdict == two.verdict && one.port == two.port && one.reason == two.reason
      #expect(same, "\(pass)\n\(program.text)")
      #expect(packet == other, "\(pass)\n\(program.text)")
    }
    #expect(before.snapshot() == after.snapshot(), "\(pass)\n\(program.text)")
  }
}

/// Makes well-formed programs over one header, an array and a pool: branches on constants and fields, empty blocks,
/// parameters, dead code.
struct RandomProgram {
  private static let types: [IntType] = [.bit, .u8, .u16, .u32, .u64]
  private static let fields: [Field] = [
    Field(name: "a", bitOffset: 0, type: .u8), Field(name: "b", bitOffset: 8, type: .u16),
    Field(name: "c", bitOffset: 24, type: .u32), Field(name: "d", bitOffset: 61, type: .bit),
  ]

  private var program = Program(name: "Random", ports: ["a", "b"], reasons: ["no"])
  private var known: [Value] = []
  private var shared: [Value] = []
  private var block = Block(label: "", terminator: .finish(.reply))

  static func make(_ random: inout SplitMix64) -> Program {
    var maker = RandomProgram()
    maker.build(blocks: Int.random(in: 5...12, using: &random), &random)
    return maker.program
  }

  private mutating func build(blocks count: Int, _ random: inout SplitMix64) {
    let value = [StateField(name: "n", type: .u32)]
    program.states = [
      State(name: "totals", kind: .array(ArrayState(value: value, size: 3, isConfig: false))),
      State(name: "numbers", kind: .pool(PoolState(type: .u16, first: 5, last: 7))),
    ]
    program.headers = [HeaderInstance(name: "h", kind: "ethernet", bytes: 14)]
    let parameters = (0..<count).map { index in
      (0..<(index < 2 ? 0 : Int.random(in: 0...2, using: &random))).map { _ in
        new(Self.types.randomElement(using: &random) ?? .u8)
      }
    }
    for index in 0..<count { finish(index, parameters, &random) }
  }

  private mutating func finish(_ index: Int, _ parameters: [[Value]], _ random: inout SplitMix64) {
    block = Block(label: "l\(index)", parameters: parameters[index], terminator: .finish(.reply))
    known = shared + parameters[index]
    let last = parameters.count - 1
    if index == 0 {
      let offset = constant(0, .u32)
      let short = Target(BlockID(last), arguments(parameters[last], &random))
      block.terminator = .extract(HeaderID(0), offset: offset, ok: Target(BlockID(1)), short: short)
    } else {
      let length = max(0, Int.random(in: -3...5, using: &random))
      for _ in 0..<length where index != last { instruction(&random) }
      if index == 1 {
        for field in Self.fields { add(field.type, .loadField(HeaderID(0), field)) }
        shared = known
      }
      block.terminator = index == last ? verdict(&random) : terminator(index, parameters, &random)
    }
    program.blocks.append(block)
  }
}

extension RandomProgram {
  private mutating func new(_ type: IntType) -> Value {
    program.valueTypes.append(type)
    return Value(program.valueTypes.count - 1)
  }

  @discardableResult
  private mutating func add(_ type: IntType, _ operation: Operation) -> Value {
    let result = new(type)
    block.instructions.append(Instruction(result: result, operation))
    known.append(result)
    return result
  }

  private mutating func constant(_ number: UInt64, _ type: IntType) -> Value {
    add(type, .constant(number & type.mask))
  }

  /// A value of the type that is known here, or a constant.
  private mutating func value(_ type: IntType, _ random: inout SplitMix64) -> Value {
    let candidates = known.filter { program.type(of: $0) == type }
    if Int.random(in: 0..<6, using: &random) > 0, let found = candidates.randomElement(using: &random) { return found }
    return constant([0, 1, .max, 5].randomElement(using: &random) ?? 0, type)
  }

  private mutating func arguments(_ parameters: [Value], _ random: inout SplitMix64) -> [Value] {
    parameters.map { value(program.type(of: $0), &random) }
  }

  private mutating func instruction(_ random: inout SplitMix64) {
    let type = Self.types.randomElement(using: &random) ?? .u8
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1:
      let operation = BinaryOperator.allCases.randomElement(using: &random) ?? .add
      add(type, .binary(operation, value(type, &random), value(type, &random)))
    case 2:
      let comparison = Comparison.allCases.randomElement(using: &random) ?? .eq
      add(.bit, .compare(comparison, value(type, &random), value(type, &random)))
    case 3:
      let condition = value(.bit, &random)
      add(type, .select(condition: condition, then: value(type, &random), else: value(type, &random)))
    case 4: add(type, .convert(value(Self.types.randomElement(using: &random) ?? .u8, &random)))
    case 5:
      let (index, amount) = (value(.u32, &random), value(.u32, &random))
      block.instructions.append(Instruction(.addArray(StateID(0), index: index, field: 0, amount)))
    case 6:
      guard let field = Self.fields.randomElement(using: &random) else { return }
      block.instructions.append(Instruction(.storeField(HeaderID(0), field, value(field.type, &random))))
    default: add(.u64, .hash(seed: 3, [value(type, &random), value(.u8, &random)]))
    }
  }

  private func verdict(_ random: inout SplitMix64) -> Terminator {
    .finish([.forward(port: 0), .reply, .drop(reason: 0), .toControlPlane].randomElement(using: &random) ?? .reply)
  }

  private mutating func target(_ index: Int, _ parameters: [[Value]], _ random: inout SplitMix64) -> Target {
    let next = Int.random(in: index + 1..<min(parameters.count, index + 4), using: &random)
    return Target(BlockID(next), arguments(parameters[next], &random))
  }

  private mutating func terminator(
    _ index: Int, _ parameters: [[Value]], _ random: inout SplitMix64
  ) -> Terminator {
    let first = target(index, parameters, &random)
    let second = target(index, parameters, &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0, 1: return .jump(first)
    case 2, 3: return .branch(condition: value(.bit, &random), then: first, else: second)
    case 4:
      let third = target(index, parameters, &random)
      return .switch(value(.u8, &random), cases: [SwitchCase(1, first), SwitchCase(2, second)], default: third)
    case 5: return taking(first, second, &random)
    default: return verdict(&random)
    }
  }

  /// Takes an element, and passes it on where a parameter has its type.
  private mutating func taking(_ first: Target, _ second: Target, _ random: inout SplitMix64) -> Terminator {
    let result = new(.u16)
    let arguments = first.arguments.map { program.type(of: $0) == .u16 ? result : $0 }
    return .take(StateID(1), result: result, ok: Target(first.block, arguments), empty: second)
  }
}
