/// Runs a program on what can be known of its values, along all paths at once, until nothing new is found.
///
/// Functions are followed anew from each place that calls them, as the kernel does. States that meet are joined; where
/// they keep on changing, as in loops, bounds are let go.
struct Analysis {
  /// What is known of an instruction, joined over all ways to it.
  struct Fact {
    /// Before it.
    var registers: [Value]
    /// Of an update's value: by byte, whether it is zero on every way.
    var zeroBytes: [Bool] = []
  }

  let program: EBPFProgram
  let maps: [MapDefinition]
  /// By instruction; nil where no path comes.
  private(set) var facts: [Fact?]
  /// Bytes of stack that each function uses itself.
  private(set) var stackBytes: [Int]
  /// Calls that would be deeper than the kernel allows, such as recursion.
  private(set) var tooDeep: Set<Int> = []
  /// The program was not followed to its end.
  private(set) var gaveUp = false

  private var states: [Point: MachineState] = [:]
  private var visits: [Point: Int] = [:]
  private var waiting = Heap()
  /// The call instructions on the way to the running function, by context.
  private var contexts: [[Int]] = [[]]
  private var contextNumbers: [[Int]: Int] = [[]: 0]
  private let isLeader: [Bool]
  private var steps = 0

  private static let mostSteps = 3_000_000
  private static let mostStates = 60_000
  private static let mostFrames = 8
  private static let visitsBeforeWidening = 256

  init(_ program: EBPFProgram, _ maps: [MapDefinition]) {
    self.program = program
    self.maps = maps
    facts = [Fact?](repeating: nil, count: program.instructions.count)
    stackBytes = [Int](repeating: 0, count: program.functions.count)
    isLeader = Self.leaders(program)
    flow(to: Point(context: 0, instruction: 0), .entry)
    while let point = waiting.pop(), !gaveUp {
      guard let state = states[point] else { continue }
      run(from: point, state) { _, _ in }
    }
    for (point, state) in states.sorted(by: { $0.key < $1.key }) {
      var seen: [(Int, MachineState)] = []
      run(from: point, state, following: false) { seen.append(($0, $1)) }
      for (instruction, state) in seen { note(instruction, state) }
    }
  }

  private static func leaders(_ program: EBPFProgram) -> [Bool] {
    var result = [Bool](repeating: false, count: program.instructions.count + 1)
    for function in program.functions { result[function.range.lowerBound] = true }
    for (index, instruction) in program.instructions.enumerated() where instruction.isConditional || instruction.isUnconditional {
      result[index + 1] = true
      result[index + 1 + instruction.distance] = true
    }
    for (index, instruction) in program.instructions.enumerated() where instruction.isLocalCall { result[index + 1] = true }
    return result
  }

  private mutating func flow(to point: Point, _ state: MachineState) {
    guard let known = states[point] else {
      gaveUp = gaveUp || states.count >= Self.mostStates
      states[point] = state
      return waiting.push(point)
    }
    let count = visits[point, default: 0] + 1
    visits[point] = count
    let joined = state.joined(known, widening: count > Self.visitsBeforeWidening)
    guard joined != known else { return }
    states[point] = joined
    waiting.push(point)
  }

  /// From a point to the end of its block, and on to the points behind it.
  private mutating func run(
    from point: Point, _ start: MachineState, following: Bool = true, _ observe: (Int, MachineState) -> Void
  ) {
    var state = start
    var index = point.instruction
    while true {
      steps += 1
      if steps > Self.mostSteps { gaveUp = true }
      observe(index, state)
      let instruction = program.instructions[index]
      if instruction.isExit || instruction.isConditional || instruction.isUnconditional || instruction.isLocalCall {
        if following { leave(point, index, instruction, state) }
        return
      }
      Transfer.apply(instruction, to: &state, maps: maps)
      index += instruction.isWide ? 2 : 1
      guard index < program.instructions.count else { return }
      if isLeader[index] {
        if following { flow(to: Point(context: point.context, instruction: index), state) }
        return
      }
    }
  }

  private mutating func leave(_ point: Point, _ index: Int, _ instruction: Instruction, _ state: MachineState) {
    func next(_ target: Int) -> Point { Point(context: point.context, instruction: target) }
    if instruction.isExit { return exit(point, state) }
    if instruction.isLocalCall { return call(point, index, instruction, state) }
    let target = index + 1 + instruction.distance
    guard instruction.isConditional else { return flow(to: next(target), state) }
    let ways = Branches.states(behind: instruction, state)
    if let taken = ways.taken { flow(to: next(target), taken) }
    if let passed = ways.passed, index + 1 < program.instructions.count { flow(to: next(index + 1), passed) }
  }

  private mutating func call(_ point: Point, _ index: Int, _ instruction: Instruction, _ state: MachineState) {
    let path = contexts[point.context] + [index]
    guard case .function(let target)? = instruction.reference else { return }
    guard path.count < Self.mostFrames else {
      tooDeep.insert(index)
      return
    }
    let context = contextNumbers[path] ?? contexts.count
    if context == contexts.count {
      contexts.append(path)
      contextNumbers[path] = context
    }
    var inside = state
    inside.enter(registers: (1...5).map { state[$0] })
    flow(to: Point(context: context, instruction: target), inside)
  }

  private mutating func exit(_ point: Point, _ state: MachineState) {
    guard let caller = contexts[point.context].last, caller + 1 < program.instructions.count else { return }
    let path = Array(contexts[point.context].dropLast())
    var state = state
    state.leave()
    flow(to: Point(context: contextNumbers[path] ?? 0, instruction: caller + 1), state)
  }

  /// Joins what is known on one way into the instruction's fact.
  private mutating func note(_ index: Int, _ state: MachineState) {
    let registers = state.frames[state.frames.count - 1].registers
    var fact = facts[index] ?? Fact(registers: registers)
    fact.registers = zip(fact.registers, registers).map { $0.joined($1) }
    let instruction = program.instructions[index]
    if let zeros = updateZeros(instruction, state) {
      fact.zeroBytes = facts[index] == nil ? zeros : zip(fact.zeroBytes, zeros).map { $0 && $1 }
    }
    facts[index] = fact
    noteStack(instruction, state, program.function(of: index))
  }

  private func updateZeros(_ instruction: Instruction, _ state: MachineState) -> [Bool]? {
    guard instruction.isHelperCall, instruction.immediate == Helper.mapUpdate.rawValue, case .map(let map) = state[1] else { return nil }
    let bytes = min(maps[map].valueBytes, 512)
    guard case .stack(let frame, let offset?) = state[3], state.frames.indices.contains(frame) else {
      return [Bool](repeating: false, count: bytes)
    }
    return state.areZero(frame: frame, offset: offset, bytes: bytes)
  }

  /// A function uses its frame down to the lowest byte that is touched, or handed to a helper.
  private mutating func noteStack(_ instruction: Instruction, _ state: MachineState, _ function: Int) {
    let own = state.frames.count - 1
    func use(_ value: Value, _ distance: Int) {
      guard case .stack(own, let offset?) = value else { return }
      stackBytes[function] = max(stackBytes[function], -(offset + distance))
    }
    if instruction.isMemoryLoad { use(state[instruction.source], instruction.offset) }
    if instruction.isMemoryStore || instruction.isImmediateStore || instruction.isAtomic {
      use(state[instruction.destination], instruction.offset)
    }
    if instruction.isHelperCall { for register in 1...5 { use(state[register], 0) } }
  }
}

/// A place in the program on one chain of calls.
private struct Point: Hashable, Comparable {
  var context: Int
  var instruction: Int

  static func < (left: Point, right: Point) -> Bool { (left.instruction, left.context) < (right.instruction, right.context) }
}

/// Points that wait, the first in the program first, each once.
private struct Heap {
  private var points: [Point] = []
  private var present: Set<Point> = []

  mutating func push(_ point: Point) {
    guard present.insert(point).inserted else { return }
    points.append(point)
    var child = points.count - 1
    while child > 0, points[child] < points[(child - 1) / 2] {
      points.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Point? {
    guard let first = points.first else { return nil }
    present.remove(first)
    points[0] = points[points.count - 1]
    points.removeLast()
    var parent = 0
    while true {
      let children = [parent * 2 + 1, parent * 2 + 2].filter { $0 < points.count }
      guard let least = children.min(by: { points[$0] < points[$1] }), points[least] < points[parent] else { break }
      points.swapAt(parent, least)
      parent = least
    }
    return first
  }
}
