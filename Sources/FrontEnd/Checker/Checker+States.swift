import Diagnostics
import IR

extension Checker {
  static let recordLimit: ClosedRange<UInt64> = 1...16_777_216
  static let tableLimit: ClosedRange<UInt64> = 1...65_536

  /// Fills in the states: maps with records of their own and tables first, then those that refer to them.
  mutating func checkStates() {
    let syntaxes = members.compactMap(\.state)
    let declared = syntaxes.compactMap { syntax -> (Int, StateSyntax)? in
      guard case .state(let index) = globals[syntax.name.text]?.kind, states[index].nameSpan == syntax.name.span else {
        return nil
      }
      return (index, syntax)
    }
    for (index, syntax) in declared where !refersToAnother(syntax) { checkState(index, syntax) }
    for (index, syntax) in declared where refersToAnother(syntax) { checkState(index, syntax) }
    for (index, block) in fullBodies.sorted(by: { $0.key < $1.key }) { states[index].full = checkBody(block) }
  }

  private func refersToAnother(_ syntax: StateSyntax) -> Bool {
    switch syntax.kind {
    case .maglev, .pool, .tally: true
    default: syntax.attributes.contains { if case .with = $0.kind { true } else { false } }
    }
  }

  private mutating func checkState(_ index: Int, _ syntax: StateSyntax) {
    let attributes = collect(syntax)
    states[index].state.eventualNanoseconds = lateness(attributes)
    switch syntax.kind {
    case .map(let key, let value): checkMap(index, syntax, key, value, attributes)
    case .set(let key): checkMap(index, syntax, key, nil, attributes)
    case .counter(let size): checkCounter(index, size)
    case .table(let kind, let key, let value): checkTable(index, syntax, kind, key, value, attributes)
    case .bloom(let key): checkSketch(index, syntax, key, cellBits: 8, attributes)
    case .queue(let element): checkQueue(index, syntax, element, attributes)
    case .tally(let map, let fields): checkTally(index, syntax, map, fields)
    case .meter(let key): checkMeter(index, syntax, key, attributes)
    case .pool(let element): checkPool(index, syntax, element, attributes)
    case .sketch(let key): checkSketch(index, syntax, key, cellBits: 64, attributes)
    case .array(let element): checkArray(index, syntax, element, attributes)
    case .maglev(let backends, let weight): checkRing(index, syntax, backends, weight, attributes)
    }
  }

  /// The attributes by name, less those that do not belong to the kind.
  private mutating func collect(_ syntax: StateSyntax) -> [String: AttributeSyntax] {
    var result: [String: AttributeSyntax] = [:]
    let (kind, allowed) = syntax.kind.attributes
    for attribute in syntax.attributes {
      if !allowed.contains(attribute.name.text) {
        report(.misplacedAttribute(attribute.name, kind: kind))
      } else if let first = result[attribute.name.text] {
        report(.duplicateAttribute(attribute.name, first: first.name.span))
      } else {
        result[attribute.name.text] = attribute
      }
    }
    return result
  }

  /// A number attribute within its bounds; nil, and a message, when it is missing or out of them.
  mutating func number(
    _ name: String, _ range: ClosedRange<UInt64>, of syntax: StateSyntax, _ attributes: [String: AttributeSyntax]
  ) -> UInt64? {
    guard case .number(let expression)? = attributes[name]?.kind else {
      report(.missingAttribute(name, of: syntax.name))
      return nil
    }
    guard let value = constantWords(expression, .u64)?.first else { return nil }
    if range.contains(value) { return value }
    report(.outOfRange("'\(name)'", range, at: expression.span))
    return nil
  }

  private mutating func checkMap(
    _ index: Int, _ syntax: StateSyntax, _ key: TypeSyntax, _ value: TypeSyntax?,
    _ attributes: [String: AttributeSyntax]
  ) {
    states[index].key = resolve(key)
    states[index].value = value.map { resolve($0) } ?? .nothing
    var map = MapState(
      key: states[index].key.stateFields(fallback: "key"), value: states[index].value.stateFields(fallback: "value"),
      capacity: 1)
    if case .with(let primary)? = attributes["with"]?.kind {
      for (name, attribute) in attributes where name != "with" {
        report(.misplacedAttribute(attribute.name, kind: "companion map"))
      }
      guard let owner = self.primary(primary), case .map(let owned) = states[owner].state.kind else { return }
      map.companionOf = StateID(owner)
      map.capacity = owned.capacity
      map.expiry = owned.expiry
      map.full = owned.full
      states[index].state.eventualNanoseconds = states[owner].state.eventualNanoseconds
    } else {
      fillTable(&map, index, syntax, attributes)
    }
    states[index].state.kind = .map(map)
  }

  mutating func fillTable(
    _ map: inout MapState, _ index: Int, _ syntax: StateSyntax, _ attributes: [String: AttributeSyntax]
  ) {
    map.capacity = Int(number("capacity", Self.recordLimit, of: syntax, attributes) ?? 1)
    map.expiry = expiry(index, attributes)
    switch attributes["full"]?.kind {
    case .fullEvictOldest?: map.full = .evictOldest
    case .fullSample(let oneIn, let block)?:
      let range: ClosedRange<UInt64> = 1...1 << 32
      let number = constantWords(oneIn, .u64)?.first ?? 1
      if !range.contains(number) { report(.outOfRange("'sample 1 in'", range, at: oneIn.span)) }
      map.full = .evictSometimes(oneIn: max(number, 1))
      fullBodies[index] = block
    case .full(let block)?: fullBodies[index] = block
    default: break
    }
  }

  /// The map of a name, which must have records of its own.
  mutating func primary(_ name: Name) -> Int? {
    guard let global = globals[name.text] else {
      reportUnknown(name.text, at: name.span)
      return nil
    }
    if case .state(let index) = global.kind, case .map(let map) = states[index].state.kind, map.companionOf == nil,
      map.meters.isEmpty
    {
      return index
    }
    report(.notAPrimary(name, declared: global.span))
    return nil
  }

  private mutating func checkPool(
    _ index: Int, _ syntax: StateSyntax, _ element: TypeSyntax, _ attributes: [String: AttributeSyntax]
  ) {
    let type = resolve(element)
    states[index].value = type
    guard case .integer(let bits) = type else {
      if type != .unknown { report(.unsupportedRecord(type.shown, at: element.span)) }
      return
    }
    var pool = PoolState(type: IntType(bits), first: 0, last: 0)
    if case .range(let first, let last)? = attributes["range"]?.kind {
      pool.first = constantWords(first, type)?.first ?? 0
      pool.last = constantWords(last, type)?.first ?? pool.first
      if pool.last < pool.first {
        report(.emptyRange(at: last.span))
        pool.last = pool.first
      }
      if pool.last - pool.first >= Self.recordLimit.upperBound {
        report(.outOfRange("the number of elements", Self.recordLimit, at: last.span))
        pool.last = pool.first
      }
    } else {
      report(.missingAttribute("range", of: syntax.name))
    }
    if case .released(let map, let field)? = attributes["released"]?.kind {
      pool.releasedWith = tie(pool, syntax.name, map, field)
    } else {
      report(.missingAttribute("released with", of: syntax.name))
    }
    states[index].state.kind = .pool(pool)
  }

  /// Which value field of which map holds the pool's element.
  private mutating func tie(_ pool: PoolState, _ name: Name, _ map: Name, _ field: Name?) -> PoolTie? {
    guard let owner = primary(map), case .map(let owned) = states[owner].state.kind else { return nil }
    let declared = states[owner].nameSpan
    let place = field?.span ?? map.span
    guard field != nil || owned.value.count == 1 else {
      report(
        .badRelease("'\(map.text)' has several values; say which one holds the element", at: place, declared: declared))
      return nil
    }
    guard let word = owned.value.firstIndex(where: { $0.name == field?.text ?? $0.name }) else {
      report(.badRelease("'\(map.text)' has no value '\(field?.text ?? "")'", at: place, declared: declared))
      return nil
    }
    guard owned.value[word].type == pool.type else {
      report(.badRelease("'\(map.text)' does not hold elements of this type", at: place, declared: declared))
      return nil
    }
    if pool.count > owned.capacity {
      report(
        .poolLargerThanMap(
          name, elements: UInt64(pool.count), map: map.text, capacity: owned.capacity, declared: declared))
    }
    return PoolTie(state: StateID(owner), field: word)
  }
}

extension StateSyntax.Kind {
  /// The kind's name in messages, and its attributes.
  fileprivate var attributes: (String, Set<String>) {
    switch self {
    case .map: ("map", ["capacity", "expire", "full", "with", "consistency"])
    case .set: ("set", ["capacity", "expire", "full", "with", "consistency"])
    case .meter: ("meter", ["capacity", "expire", "full", "rate", "burst", "excess", "peak", "consistency"])
    case .pool: ("pool", ["range", "released"])
    case .sketch: ("sketch", ["rows", "columns", "consistency"])
    case .array: ("array", ["size", "consistency"])
    case .counter: ("counter", ["consistency"])
    case .maglev: ("maglev", ["size"])
    case .table: ("config table", ["capacity"])
    case .bloom: ("bloom filter", ["rows", "columns", "consistency"])
    case .queue: ("queue", ["capacity", "after", "full"])
    case .tally: ("tally", [])
    }
  }
}
