// Declarations of tables, queues, tallies, streams, and of time-outs by field.
extension Verifier {
  func holdsEntries(_ id: StateID) -> Bool {
    guard program.states.indices.contains(id.index) else { return false }
    let state = program[id]
    return state.map != nil || state.table != nil || state.queue != nil
  }

  func checkExpiry(_ map: MapState, _ id: StateID) {
    guard let expiry = map.expiry else { return }
    check(
      expiry.nanoseconds != 0 && expiry.byField?.nanoseconds.contains(0) != true, "records that expire at once", at: .state(id))
    guard let table = expiry.byField, map.companionOf == nil else { return }
    check(map.value.indices.contains(table.field), "time-outs by a field that is not there", at: .state(id))
    check((1...256).contains(table.nanoseconds.count), "\(table.nanoseconds.count) time-outs", at: .state(id))
  }

  func checkTable(_ table: TableState, _ id: StateID) {
    check(!table.key.isEmpty, "a table has a key", at: .state(id))
    check((1...1 << 31).contains(table.capacity), "a table of \(table.capacity) rows", at: .state(id))
    switch table.match {
    case .exact: break
    case .longestPrefix(let bits):
      let covered = table.key[table.prefixFields].reduce(0) { $0 + $1.type.bits }
      check(bits > 0 && covered == bits, "a prefix of \(bits) bits does not end with a field", at: .state(id))
    case .ternary(let ranges):
      check(ranges.allSatisfy(table.key.indices.contains), "a range of a field that is not there", at: .state(id))
    }
  }

  func checkQueue(_ queue: QueueState, _ id: StateID) {
    check(!queue.value.isEmpty, "a queue's elements have fields", at: .state(id))
    check((1...1 << 31).contains(queue.capacity), "a queue of \(queue.capacity) elements", at: .state(id))
  }

  func checkTally(_ tally: TallyState, _ id: StateID) {
    guard let map = map(tally.of), map.companionOf == nil else {
      return check(false, "a tally of something that is no primary map", at: .state(id))
    }
    let fits =
      !tally.fields.isEmpty && Set(tally.fields).count == tally.fields.count
      && tally.fields.allSatisfy(map.key.indices.contains)
      && tally.fields.map { map.key[$0].type } == tally.key.map(\.type)
    check(fits, "a tally's key is made of fields of the map's key", at: .state(id))
  }

  func checkStreams() {
    checkUnique(program.streams.map(\.name), "streams")
    for stream in program.streams {
      checkUnique(stream.fields.map(\.name), "fields")
      check((1...64).contains(stream.fields.count), "a stream of \(stream.fields.count) fields", at: .program)
      for field in stream.fields { checkWidth(field.type, at: .program) }
    }
  }
}
