import CodeGenSupport
import IR

extension HostDialect {
  /// Finds the row of a table that matches; the entry is a pointer to it.
  mutating func lookupRow(_ state: StateID, _ key: [String], _ entry: EntryID, _ code: inout CFunction) -> String {
    let name = CNames.symbol(ofState: program[state].name)
    let layout = CStruct(keyOf: program[state])
    let wanted = code.fresh("\(name)_wanted")
    let row = code.name(of: entry)
    code.line("const struct \(layout.tag) \(wanted) = \(layout.initialiser(key));")
    code.line("const struct \(name)_row *const \(row) = \(name)_find(nf, &\(wanted));")
    return "(\(row) != NULL)"
  }

  /// Appends an element to a queue.
  func append(_ insertion: Insertion, _ code: inout CFunction) -> String {
    let name = CNames.symbol(ofState: program[insertion.state].name)
    let value = CStruct(valueOf: program[insertion.state])
    let element = code.fresh("\(name)_element")
    let appended = code.fresh("\(name)_appended")
    code.line("const struct \(value.tag) \(element) = \(value.initialiser(code.expressions(insertion.values)));")
    code.line("const int \(appended) = \(name)_append(nf, &\(element), now);")
    return appended
  }

  /// Takes the oldest element of a queue; the entry is a copy of it.
  func dequeue(_ state: StateID, _ entry: EntryID, _ code: inout CFunction) -> String {
    let name = CNames.symbol(ofState: program[state].name)
    let element = code.name(of: entry)
    let taken = code.fresh("\(name)_taken")
    code.line("struct \(CStruct(valueOf: program[state]).tag) \(element);")
    code.line("const int \(taken) = \(name)_dequeue(nf, &\(element), now);")
    return taken
  }

  /// The number of live records with this key.
  func tally(_ state: StateID, _ key: [String], _ code: inout CFunction) -> String {
    let name = CNames.symbol(ofState: program[state].name)
    let layout = CStruct(keyOf: program[state])
    let wanted = code.fresh("\(name)_wanted")
    code.line("const struct \(layout.tag) \(wanted) = \(layout.initialiser(key));")
    return "\(name)_count(nf, &\(wanted))"
  }
}
