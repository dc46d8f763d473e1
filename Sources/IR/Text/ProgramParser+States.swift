/// A state's reference to another one, which may stand below it.
struct StateLink {
  enum Kind { case companion, release, backends, tally }
  var state: Int
  var kind: Kind
  var target: LinkName
  var field: LinkName?
}

/// A name or an index, as written.
struct LinkName {
  var name: String?
  var index: Int
  var token: IRToken
}

extension ProgramParser {
  mutating func parseState() throws(IRTextError) {
    let keyword = token
    _ = advance()
    switch keyword.text {
    case "map": try parseMap()
    case "pool": try parsePool()
    case "array": try parseArray()
    case "sketch": try parseSketch()
    case "ring": try parseRing()
    case "table": try parseTable()
    case "queue": try parseQueue()
    case "tally": try parseTally()
    default: throw error("expected a declaration or a block, not \(keyword.shown)", at: keyword)
    }
    let last = program.states.count - 1
    if accept("eventual") {
      program.states[last].eventualNanoseconds = try number()
      try expect("ns")
    }
    program.states[last].span = try span()
  }

  private mutating func parseMap() throws(IRTextError) {
    let name = try name("the name of the map")
    let key = try fields()
    try expect("->")
    let value = try fields()
    try expect("capacity")
    var map = MapState(key: key, value: value, capacity: try count())
    if accept("expires") { map.expiry = try expiry() }
    try expect("full")
    map.full = try fullPolicy()
    if accept("companion") {
      try expect("of")
      try link(.companion)
    }
    while accept("meter") { map.meters.append(try meter()) }
    program.states.append(State(name: name, kind: .map(map)))
  }

  private mutating func expiry() throws(IRTextError) -> Expiry {
    let nanoseconds = try number()
    try expect("ns")
    try expect("after")
    var expiry = Expiry(nanoseconds: nanoseconds, refreshedByLookup: accept("lookup"))
    if !expiry.refreshedByLookup { try expect("insert") }
    if accept("or") { expiry.byField = try timeouts() }
    return expiry
  }

  private mutating func timeouts() throws(IRTextError) -> TimeoutTable {
    try expect("by")
    try expect("#")
    let field = try count()
    return TimeoutTable(
      field: field, nanoseconds: try list { parser throws(IRTextError) in try parser.number() })
  }

  private mutating func fullPolicy() throws(IRTextError) -> FullPolicy {
    if accept("fails") { return .fail }
    try expect("evicts")
    guard accept("one") else { return .evictOldest }
    try expect("in")
    return .evictSometimes(oneIn: try number())
  }

  private mutating func meter() throws(IRTextError) -> MeterSpec {
    try expect("rate")
    let rate = try number()
    try expect("burst")
    var meter = MeterSpec(rate: rate, burst: try number())
    if accept("overflows") {
      try expect("into")
      meter.overflowsInto = try count()
    }
    return meter
  }

  private mutating func parsePool() throws(IRTextError) {
    let name = try name("the name of the pool")
    try expect(":")
    let type = try type()
    let first = try number()
    try expect("...")
    let pool = PoolState(type: type, first: first, last: try number())
    if accept("released") {
      try expect("with")
      try link(.release, withField: true)
    }
    program.states.append(State(name: name, kind: .pool(pool)))
  }

  private mutating func parseArray() throws(IRTextError) {
    let name = try name("the name of the array")
    try expect("[")
    let size = try count()
    try expect("]")
    let value = try fields()
    let array = ArrayState(value: value, size: size, isConfig: accept("config"))
    program.states.append(State(name: name, kind: .array(array)))
  }

  private mutating func parseSketch() throws(IRTextError) {
    let name = try name("the name of the sketch")
    let key = try fields()
    let rows = try count()
    try expect("rows")
    var sketch = SketchState(key: key, rows: rows, columns: try count())
    try expect("columns")
    if accept("of") {
      sketch.cellBits = try count()
      try expect("bits")
    }
    program.states.append(State(name: name, kind: .sketch(sketch)))
  }

  private mutating func parseRing() throws(IRTextError) {
    let name = try name("the name of the ring")
    let size = try count()
    try expect("slots")
    try expect("over")
    try link(.backends, withField: true)
    let ring = RingState(size: size, backends: StateID(0), weightField: 0)
    program.states.append(State(name: name, kind: .ring(ring)))
  }

  mutating func fields() throws(IRTextError) -> [StateField] {
    try list { parser throws(IRTextError) in
      let name = try parser.dottedName("a field's name")
      try parser.expect(":")
      return StateField(name: name, type: try parser.type())
    }
  }
}

extension ProgramParser {
  /// Reads a reference of the state that is being read, to be settled later.
  mutating func link(_ kind: StateLink.Kind, withField: Bool = false) throws(IRTextError) {
    let target = try linkName { parser throws(IRTextError) in try parser.name("a state") }
    var field: LinkName?
    if withField {
      try expect(".")
      field = try linkName { parser throws(IRTextError) in try parser.dottedName("a field") }
    }
    links.append(StateLink(state: program.states.count, kind: kind, target: target, field: field))
  }

  private mutating func linkName(
    _ name: (inout ProgramParser) throws(IRTextError) -> String
  ) throws(IRTextError) -> LinkName {
    let place = token
    if accept("#") { return LinkName(name: nil, index: try count(), token: place) }
    return LinkName(name: try name(&self), index: 0, token: place)
  }

  mutating func settle(_ link: StateLink) throws(IRTextError) {
    let target = try index(of: link.target, in: names.states, "state")
    var field = 0
    if let name = link.field { field = try self.field(name, of: target) }
    switch program.states[link.state].kind {
    case .map(var map):
      map.companionOf = StateID(target)
      program.states[link.state].kind = .map(map)
    case .pool(var pool):
      pool.releasedWith = PoolTie(state: StateID(target), field: field)
      program.states[link.state].kind = .pool(pool)
    case .ring(var ring):
      ring.backends = StateID(target)
      ring.weightField = field
      program.states[link.state].kind = .ring(ring)
    case .tally(var tally):
      tally.of = StateID(target)
      program.states[link.state].kind = .tally(tally)
    case .array, .sketch, .table, .queue: break
    }
  }

  /// A value field of a state, by name or `#index`.
  func field(_ link: LinkName, of state: Int) throws(IRTextError) -> Int {
    let fields = program.states.indices.contains(state) ? program.states[state].valueFields : []
    return try index(of: link, in: NameTable(fields.map(\.name)), "field")
  }

  private func index(of link: LinkName, in table: NameTable, _ wanted: String) throws(IRTextError) -> Int {
    guard let name = link.name else { return link.index }
    guard let index = table.index(of: name) else {
      throw error("there is no \(wanted) named \(IRText.quoted(name))", at: link.token)
    }
    return index
  }

  /// A value field of a state that is known.
  mutating func fieldReference(of state: Int) throws(IRTextError) -> Int {
    let link = try linkName { parser throws(IRTextError) in try parser.dottedName("a field") }
    return try field(link, of: state)
  }
}
