import Diagnostics
import IR

/// Meters: token buckets by key, of two colours or of three.
extension Checker {
  mutating func checkMeter(
    _ index: Int, _ syntax: StateSyntax, _ key: TypeSyntax, _ attributes: [String: AttributeSyntax]
  ) {
    let rate = number("rate", Self.tokenLimit, of: syntax, attributes) ?? 1
    let burst = number("burst", Self.tokenLimit, of: syntax, attributes) ?? 1
    states[index].key = resolve(key)
    let meters = buckets(MeterSpec(rate: rate, burst: burst), attributes)
    var map = MapState(
      key: states[index].key.stateFields(fallback: "key"), value: MapState.bucketFields(meters.count), capacity: 1,
      meters: meters)
    fillTable(&map, index, syntax, attributes)
    if attributes["full"] == nil { report(.missingAttribute("full", of: syntax.name)) }
    states[index].state.kind = .map(map)
  }

  private static let tokenLimit: ClosedRange<UInt64> = 1...UInt64(UInt32.max)

  /// One bucket; with `excess burst` a second one that takes what flows over (RFC 2697); with `peak` a second one with a
  /// rate of its own (RFC 2698).
  private mutating func buckets(_ first: MeterSpec, _ attributes: [String: AttributeSyntax]) -> [MeterSpec] {
    if let excess = attributes["excess"], case .number(let expression) = excess.kind {
      if let peak = attributes["peak"] { report(.excessAndPeak(first: excess.name.span, at: peak.name.span)) }
      let burst = tokens(expression, "'excess burst'")
      return [
        MeterSpec(rate: first.rate, burst: first.burst, overflowsInto: 1), MeterSpec(rate: 0, burst: burst),
      ]
    }
    guard let peak = attributes["peak"], case .peak(let rate, let burst) = peak.kind else { return [first] }
    return [first, MeterSpec(rate: tokens(rate, "'peak rate'"), burst: tokens(burst, "'peak … burst'"))]
  }

  private mutating func tokens(_ expression: ExpressionSyntax, _ what: String) -> UInt64 {
    guard let value = constantWords(expression, .u64)?.first else { return 1 }
    if Self.tokenLimit.contains(value) { return value }
    report(.outOfRange(what, Self.tokenLimit, at: expression.span))
    return 1
  }

  // MARK: Colours

  /// What a meter's operation cannot be used as.
  func misplaced(_ operation: Name, of meter: Int, _ span: SourceSpan) -> Diagnostic {
    switch operation.text {
    case "take":
      .needsStatement("the bucket may hold too little", how: "write it as a statement with 'else …'", at: span)
    case "color": .needsStatement("a colour is no value", how: "write 'match … { green => … }'", at: span)
    default:
      .unknownOperation(
        operation.text, of: "'\(states[meter].state.name)'",
        nearest: nearestName(to: operation.text, among: ["take", "color"]), at: operation.span)
    }
  }

  /// `match meter[key].color(n) { green => … yellow => … red => … }`; false when the subject is something else.
  mutating func checkColour(
    _ subject: ExpressionSyntax, _ cases: [MatchCaseSyntax], _ otherwise: BlockSyntax?, _ span: SourceSpan,
    _ block: inout TypedBlock
  ) -> Bool {
    guard case .call(let callee, let arguments) = subject.kind, case .member(let owner, let operation) = callee.kind,
      operation.text == "color", case .index(let base, let key) = owner.kind, let state = state(base),
      buckets(state) > 0
    else { return false }
    if buckets(state) == 1 { report(.twoColours(states[state].state.name, at: operation.span)) }
    let charge = charge(state, key, "color", arguments, subject.span)
    let bodies = colourBodies(cases, otherwise, span)
    let arms = checkArms(bodies)
    block.append(.colour(charge, green: arms[0], yellow: arms[1], red: arms[2]), span)
    block.close(over: arms)
    return true
  }

  private static let colours = ["green", "yellow", "red"]

  /// What is done for each colour, in order.
  private mutating func colourBodies(
    _ cases: [MatchCaseSyntax], _ otherwise: BlockSyntax?, _ span: SourceSpan
  ) -> [BlockSyntax?] {
    var bodies: [String: BlockSyntax] = [:]
    for one in cases {
      for value in one.values {
        guard case .name(let name) = value.kind, Self.colours.contains(name) else {
          report(.notAColour(at: value.span))
          continue
        }
        if bodies[name] != nil { report(.duplicateCase(name, at: value.span)) }
        bodies[name] = one.body
      }
    }
    let missing = Self.colours.filter { bodies[$0] == nil }
    if otherwise == nil, !missing.isEmpty { report(.missingColour(missing, at: span)) }
    return Self.colours.map { bodies[$0] ?? otherwise }
  }
}
