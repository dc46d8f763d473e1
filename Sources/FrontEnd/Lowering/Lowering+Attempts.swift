import Diagnostics
import IR

/// Lookups, allocations and charges, and what follows when they fail.
extension Lowering {
  mutating func lower(_ attempt: Attempt, _ result: Int?, _ otherwise: TypedBlock, _ span: SourceSpan) {
    switch attempt {
    case .lookup(let state, let key, let slot):
      let entry = newEntry(of: state)
      body.entries[slot] = entry
      let (hit, miss) = lookup(state, lower(key), entry, span)
      finish(result, otherwise, success: hit, failure: miss, span) { lowering in
        lowering.program.states[state].value.words.enumerated().map { index, word in
          lowering.builder.emit(.loadEntry(entry, field: index), word.type, span)
        }
      }
    case .take(let state):
      let type = program.states[state].value.words.first?.type ?? .u64
      let value = builder.newValue(type)
      let id = id(of: state)
      let (ok, empty) = fork("taken", "empty", span) { .take(id, result: value, ok: $0, empty: $1) }
      finish(result, otherwise, success: ok, failure: empty, span) { _ in [value] }
    case .pick(let state, let hash):
      let number = lowerScalar(hash)
      let value = builder.newValue(.u32)
      let id = id(of: state)
      let (ok, empty) = fork("picked", "empty", span) {
        .pick(id, hash: number, result: value, ok: $0, empty: $1)
      }
      finish(result, otherwise, success: ok, failure: empty, span) { _ in [value] }
    case .charge(let charge):
      let (conform, exceed) = lowerTake(charge, span)
      finish(nil, otherwise, success: conform, failure: exceed, span) { _ in [] }
    case .pop(let state):
      let entry = newEntry(of: state)
      let id = id(of: state)
      let (ok, empty) = fork("due", "empty", span) { .dequeue(id, entry: entry, ok: $0, empty: $1) }
      finish(result, otherwise, success: ok, failure: empty, span) { lowering in
        lowering.program.states[state].value.words.enumerated().map { index, word in
          lowering.builder.emit(.loadEntry(entry, field: index), word.type, span)
        }
      }
    }
  }

  /// Ends the block by a terminator of two edges.
  mutating func fork(
    _ first: String, _ second: String, _ span: SourceSpan, _ make: (Target, Target) -> Terminator
  ) -> (Flow?, Flow?) {
    guard let here = builder.flow else { return (nil, nil) }
    let one = builder.newBlock(body.label + "." + first)
    let other = builder.newBlock(body.label + "." + second)
    builder.end(make(Target(one), Target(other)), span)
    return (here.moved(to: one), here.moved(to: other))
  }

  mutating func lookup(_ state: Int, _ key: [Value], _ entry: EntryID, _ span: SourceSpan) -> (Flow?, Flow?) {
    let id = id(of: state)
    return fork("hit", "miss", span) { .lookup(id, key: key, entry: entry, hit: $0, miss: $1) }
  }

  /// Lowers the `else` block and goes on: with the value found, or the one that the block gives by `use`.
  private mutating func finish(
    _ result: Int?, _ otherwise: TypedBlock, success: Flow?, failure: Flow?, _ span: SourceSpan,
    _ values: (inout Lowering) -> [Value]
  ) {
    guard let result, otherwise.yields else {
      builder.flow = failure
      lower(otherwise)
      let after = builder.flow
      builder.flow = success
      if let result { body.values[result] = values(&self) }
      return builder.join([builder.flow, after], label: body.label + ".after")
    }
    body.uses.append(LoweredBody.UseTarget())
    builder.flow = success
    lowerUse(values(&self), span)
    builder.flow = failure
    lower(otherwise)
    let arriving = body.uses.removeLast().arriving
    body.values[result] = builder.merge(arriving, label: body.label + ".found")
  }

  // MARK: Insertion

  mutating func lowerInsert(_ insertions: [TypedInsertion], _ full: TypedBlock?, _ span: SourceSpan) {
    let lowered = insertions.map { one in
      let key = lower(one.key)
      return Insertion(state: id(of: one.state), key: key, values: lower(one.value))
    }
    let (ok, failed) = insert(lowered, evicts: full == nil, span)
    builder.flow = failed
    if let full { lower(full) }
    builder.join([ok, builder.flow], label: body.label + ".after")
  }

  /// Ends the block by an insert. Where the map evicts, the `full` edge leads where `ok` does.
  mutating func insert(_ insertions: [Insertion], evicts: Bool, _ span: SourceSpan) -> (Flow?, Flow?) {
    if !evicts { return fork("inserted", "full", span) { .insert(insertions, ok: $0, full: $1) } }
    guard let here = builder.flow else { return (nil, nil) }
    let after = builder.newBlock(body.label + ".inserted")
    builder.end(.insert(insertions, ok: Target(after), full: Target(after)), span)
    return (here.moved(to: after), nil)
  }
}
