// Tables, queues and tallies.
extension ProgramParser {
  mutating func parseTable() throws(IRTextError) {
    let name = try name("the name of the table")
    let key = try fields()
    try expect("->")
    let value = try fields()
    try expect("capacity")
    let capacity = try count()
    let table = TableState(key: key, value: value, capacity: capacity, match: try match())
    program.states.append(State(name: name, kind: .table(table)))
  }

  private mutating func match() throws(IRTextError) -> MatchKind {
    if accept("exact") { return .exact }
    if accept("prefix") { return .longestPrefix(bits: try count()) }
    try expect("ternary")
    var ranges: Set<Int> = []
    while case .integer = token.kind { ranges.insert(try count()) }
    return .ternary(ranges: ranges)
  }

  mutating func parseQueue() throws(IRTextError) {
    let name = try name("the name of the queue")
    let value = try fields()
    try expect("capacity")
    let capacity = try count()
    try expect("after")
    let queue = QueueState(value: value, capacity: capacity, delayNanoseconds: try number())
    try expect("ns")
    program.states.append(State(name: name, kind: .queue(queue)))
  }

  mutating func parseTally() throws(IRTextError) {
    let name = try name("the name of the tally")
    let key = try fields()
    try expect("of")
    try link(.tally)
    try expect("by")
    var positions: [Int] = []
    repeat { positions.append(try count()) } while accept(",")
    let tally = TallyState(of: StateID(0), key: key, fields: positions)
    program.states.append(State(name: name, kind: .tally(tally)))
  }
}
