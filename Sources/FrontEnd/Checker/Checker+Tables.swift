import Diagnostics
import IR

/// States without records: sketches, config tables and Maglev tables.
extension Checker {
  mutating func checkSketch(
    _ index: Int, _ syntax: StateSyntax, _ key: TypeSyntax, cellBits: Int,
    _ attributes: [String: AttributeSyntax]
  ) {
    states[index].key = resolve(key)
    let rows = number("rows", 1...8, of: syntax, attributes) ?? 1
    let columns = number("columns", Self.recordLimit, of: syntax, attributes) ?? 1
    if columns & (columns - 1) != 0, case .number(let expression)? = attributes["columns"]?.kind {
      report(.notPowerOfTwo(columns, at: expression.span))
    }
    states[index].state.kind = .sketch(
      SketchState(
        key: states[index].key.stateFields(fallback: "key"), rows: Int(rows), columns: Int(columns), cellBits: cellBits)
    )
  }

  mutating func checkArray(
    _ index: Int, _ syntax: StateSyntax, _ element: TypeSyntax, _ attributes: [String: AttributeSyntax]
  ) {
    states[index].value = resolve(element)
    let size = number("size", Self.tableLimit, of: syntax, attributes) ?? 1
    states[index].state.kind = .array(
      ArrayState(
        value: states[index].value.stateFields(fallback: "value"), size: Int(size), isConfig: syntax.isConfig))
  }

  mutating func checkRing(
    _ index: Int, _ syntax: StateSyntax, _ backends: Name, _ weight: Name, _ attributes: [String: AttributeSyntax]
  ) {
    let size = number("size", Self.tableLimit, of: syntax, attributes) ?? 2
    if !RingState.isPrime(Int(size)), case .number(let expression)? = attributes["size"]?.kind {
      report(.notPrime(nearest: Self.nextPrime(after: Int(size)), at: expression.span))
    }
    guard let table = backendTable(backends), case .array(let array) = states[table].state.kind else { return }
    guard let field = array.value.firstIndex(where: { $0.name == weight.text }) else {
      let nearest = nearestName(to: weight.text, among: array.value.map(\.name))
      return report(.unknownField(weight.text, of: "'\(backends.text)'", nearest: nearest, at: weight.span))
    }
    states[index].state.kind = .ring(RingState(size: Int(size), backends: StateID(table), weightField: field))
  }

  private mutating func backendTable(_ name: Name) -> Int? {
    guard let global = globals[name.text] else {
      reportUnknown(name.text, at: name.span)
      return nil
    }
    if case .state(let index) = global.kind, case .array(let array) = states[index].state.kind, array.isConfig,
      case .record = states[index].value
    {
      return index
    }
    report(.badBackends(name, declared: global.span))
    return nil
  }

  private static func nextPrime(after number: Int) -> Int {
    var candidate = number + 1
    while !RingState.isPrime(candidate) { candidate += 1 }
    return candidate
  }
}
