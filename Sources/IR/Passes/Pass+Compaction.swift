extension Pass {
  /// Numbers values in the order they are defined, and headers and entries in the order they are bound, without gaps.
  public static let compaction = Pass("compaction") { program in
    let numbers = Numbers(program)
    var result = program
    result.valueTypes = numbers.values.map(program.type(of:))
    result.headers = numbers.headers.map { program[$0] }
    result.entries = numbers.entries.map { program[$0] }
    result.blocks = program.blocks.map { $0.renumbered(by: numbers) }
    return result
  }
}

/// The new numbers: each list is in the new order.
private struct Numbers {
  var values: [Value] = []
  var headers: [HeaderID] = []
  var entries: [EntryID] = []
  private var newValues: ValueTable<Value>
  private var newHeaders: [HeaderID]
  private var newEntries: [EntryID]

  init(_ program: Program) {
    newValues = ValueTable(program)
    newHeaders = program.headers.indices.map(HeaderID.init)
    newEntries = program.entries.indices.map(EntryID.init)
    for block in program.blocks {
      for value in block.parameters { add(value) }
      for instruction in block.instructions {
        if let result = instruction.result { add(result) }
        if let header = instruction.operation.boundHeader { add(header) }
      }
      if let result = block.terminator.result { add(result) }
      if let header = block.terminator.boundHeader { add(header) }
      if let entry = block.terminator.boundEntry {
        newEntries[entry.index] = EntryID(entries.count)
        entries.append(entry)
      }
    }
  }

  private mutating func add(_ value: Value) {
    newValues[value] = Value(values.count)
    values.append(value)
  }

  private mutating func add(_ header: HeaderID) {
    newHeaders[header.index] = HeaderID(headers.count)
    headers.append(header)
  }

  func new(_ value: Value) -> Value { newValues[value] ?? value }
  func new(_ header: HeaderID) -> HeaderID { newHeaders[header.index] }
  func new(_ entry: EntryID) -> EntryID { newEntries[entry.index] }
}

extension Block {
  fileprivate func renumbered(by numbers: Numbers) -> Block {
    var block = self
    block.parameters = parameters.map(numbers.new)
    block.instructions = instructions.map { instruction in
      Instruction(
        result: instruction.result.map(numbers.new), instruction.operation.renumbered(by: numbers),
        span: instruction.span)
    }
    block.terminator = terminator.renumbered(by: numbers)
    return block
  }
}

extension Operation {
  fileprivate func renumbered(by numbers: Numbers) -> Operation {
    switch mappingOperands(numbers.new) {
    case .loadField(let header, let field): .loadField(numbers.new(header), field)
    case .storeField(let header, let field, let value): .storeField(numbers.new(header), field, value)
    case .adjustChecksum(let header, let field, let old, let new, let rule):
      .adjustChecksum(numbers.new(header), field, old: old, new: new, udpZeroRule: rule)
    case .bind(let header, let offset): .bind(numbers.new(header), offset: offset)
    case .loadEntry(let entry, let field): .loadEntry(numbers.new(entry), field: field)
    case .storeEntry(let entry, let field, let value): .storeEntry(numbers.new(entry), field: field, value)
    case .addEntry(let entry, let field, let value): .addEntry(numbers.new(entry), field: field, value)
    case .remove(let entry): .remove(numbers.new(entry))
    case let other: other
    }
  }
}

extension Terminator {
  fileprivate func renumbered(by numbers: Numbers) -> Terminator {
    switch mappingOperands(numbers.new) {
    case .extract(let header, let offset, let ok, let short):
      .extract(numbers.new(header), offset: offset, ok: ok, short: short)
    case .lookup(let state, let key, let entry, let hit, let miss):
      .lookup(state, key: key, entry: numbers.new(entry), hit: hit, miss: miss)
    case .take(let state, let result, let ok, let empty):
      .take(state, result: numbers.new(result), ok: ok, empty: empty)
    case .dequeue(let state, let entry, let ok, let empty):
      .dequeue(state, entry: numbers.new(entry), ok: ok, empty: empty)
    case .meter(let entry, let bucket, let amount, let conform, let exceed):
      .meter(numbers.new(entry), bucket: bucket, amount: amount, conform: conform, exceed: exceed)
    case .pick(let state, let hash, let result, let ok, let empty):
      .pick(state, hash: hash, result: numbers.new(result), ok: ok, empty: empty)
    case let other: other
    }
  }
}
