import IR
import Interpreter
import Wire

/// A source of packets that tries to take every branch of a program, and every branch often.
///
/// It runs the program in an interpreter of its own. Packets that took a new branch are kept and changed; where a path
/// passes a block with a branch that none took yet, what the packet would have to hold is computed back from the
/// condition (`PathSolver`). In between come conversations of hosts (`RandomTraffic`), answers to what the program sent,
/// silences about as long as the program's time-outs, floods of new keys, and changed rows of config tables.
///
/// One program, one set of tables and one seed give one sequence.
public final class GuidedTraffic {
  public let program: Program
  /// Of the steps so far.
  public private(set) var coverage: Coverage

  /// Copies of one packet that a flood may take; longer ones are not tried.
  private let longestFlood: Int
  let interpreter: Interpreter
  let tables: [TableChange]
  let numbers: ProgramNumbers
  var solver: PathSolver
  var random: SplitMix64
  var conversations: RandomTraffic
  var time: UInt64 = 1_000_000_000
  var specimens: [Specimen] = []
  /// Packets that left, and answers to them: a ring.
  var answers: [(bytes: [UInt8], port: UInt16)] = []
  var oldestAnswer = 0
  /// Packets sent lately: a ring.
  var recent: [(bytes: [UInt8], port: UInt16)] = []
  var oldestRecent = 0
  private var drafts: [Draft] = []
  /// Floods that wait until nothing else finds new branches; the first one is running when `isFlooding`.
  private var floods: [Flood] = []
  private var isFlooding = false
  private var stepsWithoutNews = 0
  private var knownPaths: [UInt32: [PathStep]] = [:]
  private var steps = 0
  /// By edge: attempts, the step from which on the next one may be made, and floods.
  private var attempts: [Int]
  private var nextAttempt: [Int]
  private var floodsTried: [Int]
  /// Steps until changed tables become what they were; -1 when they are.
  private var stepsToRestore = -1
  private let paths: PathNumbering
  /// By block: whether it hashes bytes of the packet.
  private let hashes: [Bool]

  /// As long a flood as any table takes.
  public static let anyFlood = 1 << 19
  private static let longestPause = 2_000
  private static let mostFloods = 6
  /// More copies than this wait until nothing else finds new branches.
  private static let fewCopies = 64
  private static let patience = 2_000
  private static let mostRepairs = 6
  private static let mostRepairWays = 2
  private static let mostDrafts = 400
  private static let mostSpecimens = 2048

  /// - Parameters:
  ///   - tables: what config tables hold before the first packet.
  ///   - longestFlood: packets in a row that may go into filling one table.
  /// - Throws: `InterpreterError` for a program that cannot be run, or tables that do not fit it.
  public init(
    _ program: Program, tables: [TableChange] = [], seed: UInt64, longestFlood: Int = GuidedTraffic.anyFlood
  ) throws {
    self.program = program
    self.longestFlood = longestFlood
    self.tables = tables
    interpreter = try Interpreter(program)
    coverage = Coverage(program)
    numbers = ProgramNumbers(program, tables)
    solver = PathSolver(program, interpreter, seed: ~seed)
    random = SplitMix64(seed: seed)
    conversations = RandomTraffic(seed: seed ^ 0x5eed, configuration: numbers.conversations)
    attempts = [Int](repeating: 0, count: coverage.table.count)
    nextAttempt = attempts
    floodsTried = attempts
    paths = PathNumbering(program)
    hashes = program.blocks.map { block in
      block.instructions.contains { if case .hashBytes = $0.operation { true } else { false } }
    }
    for change in tables { try change.apply(to: interpreter) }
    for case .rows(let table, let rows) in tables {
      if let state = program.state(named: table) { solver.rows[state.index] = rows }
    }
  }

  /// Whether it took no new branch for so long that another one is not to be expected soon.
  public var isSettled: Bool { floods.isEmpty && stepsWithoutNews > 15 * Self.patience }

  /// The next packet. The interpreter of the traffic has run it already.
  public func next() -> GuidedStep {
    steps += 1
    var draft = takeDraft() ?? newDraft()
    if stepsToRestore == 0 { draft.changes = restored(before: draft.changes) }
    stepsToRestore = max(-1, stepsToRestore - 1)
    time &+= draft.wait
    let changes = draft.changes.filter(make)
    let step = GuidedStep(changes: changes, bytes: draft.bytes, port: draft.port, time: time)
    run(step, draft)
    return step
  }

  /// Only the packets of so many steps, for sites without config tables.
  public func trace(packets: Int) -> Trace {
    var trace = Trace()
    for _ in 0..<max(0, packets) {
      let step = next()
      trace.append(step.bytes, port: step.port, time: step.time)
    }
    return trace
  }

  /// The table's first rows, before what a draft changes of them.
  private func restored(before changes: [TableChange]) -> [TableChange] {
    if !changes.isEmpty { stepsToRestore = 64 }
    return tables + changes
  }

  /// Makes a change; false for one that does not fit the program, or changes nothing.
  private func make(_ change: TableChange) -> Bool {
    guard !isMade(change), (try? change.apply(to: interpreter)) != nil else { return false }
    if case .rows(let table, let rows) = change, let state = program.state(named: table) {
      solver.rows[state.index] = rows
    }
    return true
  }

  private func isMade(_ change: TableChange) -> Bool {
    switch change {
    case .element(let table, let index, let values):
      program.state(named: table).map { interpreter.element(UInt64(index), of: $0) == values } ?? false
    case .rows(let table, let rows): program.state(named: table).map { solver.rows[$0.index] == rows } ?? false
    }
  }

  // MARK: Running

  private func run(_ step: GuidedStep, _ draft: Draft) {
    if !step.changes.isEmpty, !tables.isEmpty, stepsToRestore < 0 { stepsToRestore = 64 }
    var bytes = step.bytes
    let outcome = interpreter.run(&bytes, port: step.port, now: step.time)
    // A half's own drops end in the middle of a path.
    guard outcome.verdict != .drop || Int(outcome.reason) < program.reasons.count else { return }
    let path = path(outcome.path)
    let isNew = coverage.insert(path)
    stepsWithoutNews = isNew ? 0 : stepsWithoutNews + 1
    // What has just become possible may be what other branches waited for.
    if isNew { for edge in nextAttempt.indices { nextAttempt[edge] = steps } }
    for at in path where hashes[at.block.index] {
      solver.preimages.note(program[at.block], of: step.bytes, interpreter)
    }
    if isNew, specimens.count < Self.mostSpecimens { specimens.append(specimen(step, path)) }
    if isFlooding { floods[0].note(arrived: path.contains { $0.block == floods[0].goal.from }) }
    if !isNew { repair(draft, path, step) }
    attempt(path, step)
    if outcome.verdict == .forward { keepAnswer(bytes, port: outcome.port) }
    keepRecent(step)
  }

  private func path(_ number: UInt32) -> [PathStep] {
    if let known = knownPaths[number] { return known }
    let path = paths.path(Int(number)) ?? []
    if knownPaths.count < 1 << 16 { knownPaths[number] = path }
    return path
  }

  /// Header fields that the path reads, as bits of the packet.
  private func specimen(_ step: GuidedStep, _ path: [PathStep]) -> Specimen {
    var fields: [Range<Int>] = []
    for block in path.map(\.block) {
      for instruction in program[block].instructions {
        guard case .loadField(let header, let field) = instruction.operation else { continue }
        let first = interpreter.offset(of: header) * 8 + field.bitOffset
        let bits = first..<first + field.type.bits
        if bits.upperBound <= step.bytes.count * 8, !fields.contains(bits) { fields.append(bits) }
      }
    }
    return Specimen(bytes: step.bytes, port: step.port, fields: fields)
  }

  /// Looks for packets that leave the path by edges that none took yet.
  private func attempt(_ path: [PathStep], _ step: GuidedStep) {
    for (position, at) in path.enumerated() where coverage.open[at.block.index] > 0 {
      for edge in program[at.block].terminator.targets.indices where coverage.isOpen(Edge(at.block, edge)) {
        let number = coverage.table.index(Edge(at.block, edge))
        guard steps >= nextAttempt[number] else { continue }
        attempts[number] += 1
        nextAttempt[number] = steps + min(attempts[number] * 8, Self.longestPause)
        let goal = PathStep(block: at.block, edge: edge)
        solve(step, path, expected: path.prefix(position) + [goal], repairs: Self.mostRepairs)
      }
    }
  }

  /// Where a packet left the path it was made for, looks for what keeps it there.
  private func repair(_ draft: Draft, _ path: [PathStep], _ step: GuidedStep) {
    guard draft.repairs > 0, let goal = draft.expected.last,
      coverage.isOpen(Edge(goal.block, goal.edge)),
      let left = draft.expected.indices.first(where: { !path.indices.contains($0) || path[$0] != draft.expected[$0] })
    else { return }
    solve(step, path, expected: draft.expected, at: left, repairs: draft.repairs - 1)
  }

  /// Makes drafts that take the edge of the expected path at `position`, its last one when that is nil.
  private func solve(
    _ step: GuidedStep, _ path: [PathStep], expected: [PathStep], at position: Int? = nil, repairs: Int
  ) {
    solver.packet = step.bytes
    solver.path = path
    let wanted = expected[position ?? expected.count - 1]
    let recipes = solver.recipes(for: Edge(wanted.block, wanted.edge))
    for recipe in position == nil ? recipes : someOf(recipes) {
      add(recipe, to: step, expected: expected, repairs: repairs)
    }
  }

  /// A few ways, drawn: all of them, again and again, would be too many.
  private func someOf(_ recipes: [Recipe]) -> [Recipe] {
    guard recipes.count > Self.mostRepairWays else { return recipes }
    return (0..<Self.mostRepairWays).map { _ in recipes[random.below(recipes.count)] }
  }

  private func add(_ recipe: Recipe, to step: GuidedStep, expected: [PathStep], repairs: Int) {
    let draft = Draft(
      bytes: recipe.applied(to: step.bytes), port: recipe.port ?? step.port, wait: recipe.wait &+ 1_000,
      changes: recipe.changes, copies: recipe.copies, varied: recipe.varied, expected: expected, repairs: repairs)
    guard recipe.copies > Self.fewCopies || !recipe.varied.isEmpty else {
      if drafts.count >= Self.mostDrafts { drafts.removeFirst(Self.mostDrafts / 2) }
      return drafts.append(draft)
    }
    guard let last = expected.last else { return }
    let edge = Edge(last.block, last.edge)
    let number = coverage.table.index(edge)
    guard recipe.copies <= longestFlood, floodsTried[number] < Self.mostFloods, !floods.contains(where: { $0.goal == edge }) else { return }
    floodsTried[number] += 1
    floods.append(Flood(draft, goal: edge, seed: random.next()))
  }

  /// The next copy of the draft that was added last: what was just found is tried while the states are as they were.
  private func takeDraft() -> Draft? {
    if let copy = nextOfFlood() { return copy }
    guard random.below(4) != 0, var draft = drafts.popLast() else { return nil }
    let copy = draft
    if draft.copies > 1 {
      draft.copies -= 1
      draft.wait = 16
      draft.changes = []
      drafts.append(draft)
    }
    return copy
  }

  private func nextOfFlood() -> Draft? {
    guard isFlooding || stepsWithoutNews > Self.patience else { return nil }
    while !floods.isEmpty {
      if coverage.isOpen(floods[0].goal), let copy = floods[0].next() {
        isFlooding = true
        return copy
      }
      floods.removeFirst()
      isFlooding = false
    }
    return nil
  }
}
