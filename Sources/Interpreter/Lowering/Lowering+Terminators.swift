import IR

extension Lowering {
  mutating func emit(_ terminator: Terminator, of block: BlockID) {
    switch terminator {
    case .jump: emitJump(terminator, block)
    case .branch(let condition, _, _): emitBranch(condition, terminator, block)
    case .switch(let value, let rows, _): emitSwitch(value, rows, terminator, block)
    case .extract(let header, let offset, _, _):
      let bytes = Int32(truncatingIfNeeded: program[header].bytes)
      emitEdges(
        Code(opcode: .extract, destination: handle(header), c: register(offset), d: bytes), terminator, block)
    case .lookup(let state, let key, let entry, _, _):
      let opcode: Opcode = program[state].table == nil ? .lookup : .match
      emitEdges(
        Code(opcode: opcode, small: number(state), destination: handle(entry), c: list(key)), terminator, block)
    case .insert(let insertions, _, _): emitInsert(insertions, terminator, block)
    case .take(let state, let result, _, _):
      emitEdges(Code(opcode: .take, small: number(state), destination: register(result)), terminator, block)
    case .dequeue(let state, let entry, _, _):
      emitEdges(Code(opcode: .dequeue, small: number(state), destination: handle(entry)), terminator, block)
    case .meter(let entry, let bucket, let amount, _, _):
      let spec = (stores.firstBucket[program[entry].state.index] ?? 0) + bucket
      let code = Code(
        opcode: .meter, small: UInt16(truncatingIfNeeded: spec), destination: handle(entry), c: register(amount),
        d: word(entry, 2 * bucket))
      emitEdges(code, terminator, block)
    case .pick(let state, let hash, let result, _, _):
      let code = Code(opcode: .pick, small: number(state), destination: register(result), c: register(hash))
      emitEdges(code, terminator, block)
    case .finish(let verdict): emitVerdict(verdict)
    }
  }

  private mutating func emitVerdict(_ verdict: Verdict) {
    switch verdict {
    case .forward(let port): emit(.forward, small: UInt16(truncatingIfNeeded: port))
    case .reply: emit(.reply)
    case .drop(let reason): emit(.drop, small: UInt16(truncatingIfNeeded: reason))
    case .toControlPlane: emit(.controlPlane)
    }
  }

  /// A jump to the next block that adds nothing to the path's number is no step at all.
  private mutating func emitJump(_ terminator: Terminator, _ block: BlockID) {
    guard case .jump(let target) = terminator else { return }
    emitMoves(target)
    let increment = paths.increment(from: block, edge: 0)
    guard target.block.index != block.index + 1 || increment != 0 else { return }
    fixups.append(.first(code: code.count, target.block))
    code.append(Code(opcode: .jump, immediate: UInt64(increment)))
  }

  private mutating func emitBranch(_ condition: Value, _ terminator: Terminator, _ block: BlockID) {
    guard let (comparison, left, right) = comparisons[condition.id] else {
      return emitEdges(Code(opcode: .branch, c: register(condition)), terminator, block)
    }
    let (c, d) = (register(left), register(right))
    let code: Code =
      switch comparison {
      case .eq: Code(opcode: .branchEqual, c: c, d: d)
      case .ne: Code(opcode: .branchNotEqual, c: c, d: d)
      case .lt: Code(opcode: .branchLess, c: c, d: d)
      case .le: Code(opcode: .branchLessOrEqual, c: c, d: d)
      case .gt: Code(opcode: .branchLess, c: d, d: c)
      case .ge: Code(opcode: .branchLessOrEqual, c: d, d: c)
      }
    emitEdges(code, terminator, block)
  }

  /// Cases stand in rows; the default is the step's first edge.
  private mutating func emitSwitch(
    _ value: Value, _ rows: [SwitchCase], _ terminator: Terminator, _ block: BlockID
  ) {
    let first = cases.count
    let step = code.count
    let last = terminator.targets.count - 1
    code.append(
      Code(
        opcode: .switchOver, destination: Int32(truncatingIfNeeded: rows.count), c: register(value),
        d: Int32(truncatingIfNeeded: first), immediate: UInt64(paths.increment(from: block, edge: last))))
    for (edge, row) in rows.enumerated() {
      cases.append(CaseRow(match: row.match, target: 0, increment: paths.increment(from: block, edge: edge)))
    }
    for (edge, target) in terminator.targets.enumerated() {
      let place = connect(
        target, edge == last ? .first(code: step, target.block) : .row(case: first + edge, target.block))
      guard let place else { continue }
      if edge == last { code[step].a = place } else { cases[first + edge].target = place }
    }
  }

  /// Keys and values go to the row in the order of the table's maps, whatever their order in the program.
  private mutating func emitInsert(_ insertions: [Insertion], _ terminator: Terminator, _ block: BlockID) {
    guard let primary = insertions.first?.state else { return }
    guard program[primary].queue == nil else {
      return emitEdges(Code(opcode: .append, small: number(primary), c: list(insertions[0].values)), terminator, block)
    }
    let members = program.members(of: primary).map(\.state)
    let ordered = members.compactMap { member in insertions.first { $0.state.index == member } }
    let values = ordered.flatMap { $0.key + $0.values }
    emitEdges(Code(opcode: .insert, small: number(primary), c: list(values)), terminator, block)
  }

  /// Appends a step with two edges.
  private mutating func emitEdges(_ step: Code, _ terminator: Terminator, _ block: BlockID) {
    let position = code.count
    code.append(step)
    let targets = terminator.targets
    guard targets.count == 2 else { return }
    let second = UInt64(paths.increment(from: block, edge: 1))
    code[position].immediate = UInt64(paths.increment(from: block, edge: 0)) | second << 32
    if let place = connect(targets[0], .first(code: position, targets[0].block)) { code[position].a = place }
    if let place = connect(targets[1], .second(code: position, targets[1].block)) { code[position].b = place }
  }

  /// Makes an edge: without arguments the fixup is noted; else a stub with the moves, whose position is returned.
  private mutating func connect(_ target: Target, _ fixup: Fixup) -> Int32? {
    guard !target.arguments.isEmpty else {
      fixups.append(fixup)
      return nil
    }
    let stub = Int32(truncatingIfNeeded: code.count)
    emitMoves(target)
    fixups.append(.first(code: code.count, target.block))
    code.append(Code(opcode: .jump))
    return stub
  }

  private mutating func emitMoves(_ target: Target) {
    for (parameter, argument) in zip(program[target.block].parameters, target.arguments) {
      code.append(Code(opcode: .move, destination: register(parameter), a: register(argument)))
    }
  }
}
