import Diagnostics
import IR

/// When records die.
extension Checker {
  private static let longestTime: UInt64 = 366 * 86_400_000_000_000

  /// A time of 1 ns to a year.
  mutating func time(_ expression: ExpressionSyntax, _ what: String) -> UInt64? {
    guard let nanoseconds = constantWords(expression, .duration)?.first else { return nil }
    if !(1...Self.longestTime).contains(nanoseconds) {
      report(.outOfRange("\(what) in nanoseconds", 1...Self.longestTime, at: expression.span))
    }
    return nanoseconds
  }

  mutating func expiry(_ state: Int, _ attributes: [String: AttributeSyntax]) -> Expiry? {
    switch attributes["expire"]?.kind {
    case .expire(let refreshed, let expression)?:
      return time(expression, "'expire'").map { Expiry(nanoseconds: $0, refreshedByLookup: refreshed) }
    case .expireBy(let refreshed, let field, let times, let otherwise)?:
      return expiry(by: field, times, otherwise, of: states[state].value).map { table, rest in
        Expiry(nanoseconds: rest, refreshedByLookup: refreshed, byField: table)
      }
    default: return nil
    }
  }

  /// Time-outs that a table can hold: by a field of 8 bits.
  private static let mostTimes = 256

  /// The time-outs by a field of the map's value, and the one of all other numbers.
  private mutating func expiry(
    by field: Name, _ times: [TimeoutSyntax], _ otherwise: ExpressionSyntax?, of value: Type
  ) -> (TimeoutTable, UInt64)? {
    guard let (type, word) = decidingField(field, of: value) else { return nil }
    if times.isEmpty, case .enumeration(let machine) = type, let timeouts = machine.timeouts {
      return (TimeoutTable(field: word, nanoseconds: timeouts), timeouts.max() ?? 1)
    }
    var listed: [Int: UInt64] = [:]
    for one in times {
      guard let number = timedValue(one.value, type), let time = time(one.time, "'expire'") else { return nil }
      if listed[Int(clamping: number)] != nil { report(.duplicateCase(type.shown([number]), at: one.value.span)) }
      if number >= Self.mostTimes {
        report(.badTimeouts("only values up to \(Self.mostTimes - 1) have time-outs of their own", at: one.value.span))
      }
      listed[Int(clamping: number)] = time
    }
    guard let last = listed.keys.max(), last < Self.mostTimes else {
      if times.isEmpty {
        report(.badTimeouts("say how long, as in 'by \(field.text) { 0 30s  otherwise 60s }'", at: field.span))
      }
      return nil
    }
    guard let rest = otherwise.map({ time($0, "'expire'") }) ?? complete(listed, type) else {
      if otherwise == nil { report(.badTimeouts("say how long for all other values: 'otherwise 60s'", at: field.span)) }
      return nil
    }
    return (TimeoutTable(field: word, nanoseconds: (0...last).map { listed[$0] ?? rest }), rest)
  }

  /// A value that has a time of its own; a case of an enum may stand without the enum's name.
  private mutating func timedValue(_ syntax: ExpressionSyntax, _ type: Type) -> UInt64? {
    guard case .enumeration(let enumeration) = type, case .name(let name) = syntax.kind else {
      return constantWords(syntax, type)?.first
    }
    let value = enumerationCase(enumeration, Name(text: name, span: syntax.span), syntax.span)
    return value.type == .unknown ? nil : value.constantValue
  }

  /// The longest time where no value is left out.
  private func complete(_ listed: [Int: UInt64], _ type: Type) -> UInt64? {
    if case .enumeration(let enumeration) = type {
      return enumeration.cases.allSatisfy { listed[Int(clamping: $0.value)] != nil } ? listed.values.max() : nil
    }
    guard let bits = type.words.first?.type.bits, bits <= 8, listed.count == 1 << bits else { return nil }
    return listed.values.max()
  }

  private mutating func decidingField(_ name: Name, of value: Type) -> (Type, word: Int)? {
    guard case .record(let record) = value else {
      if value != .unknown { report(.badTimeouts("the map's value has no fields", at: name.span)) }
      return nil
    }
    guard let index = record.index(of: name.text) else {
      let nearest = nearestName(to: name.text, among: record.fields.map(\.name))
      report(.unknownField(name.text, of: "the map's value", nearest: nearest, at: name.span))
      return nil
    }
    let type = record.fields[index].type
    guard type.isScalar else {
      report(.badTimeouts("'\(name.text)' is \(type.withArticle), not one integer", at: name.span))
      return nil
    }
    return (type, record.fields[..<index].reduce(0) { $0 + $1.type.words.count })
  }

  /// `consistency eventual 10ms`: how late other sites may see an update; nil for exact.
  mutating func lateness(_ attributes: [String: AttributeSyntax]) -> UInt64? {
    guard case .consistency(let expression?)? = attributes["consistency"]?.kind,
      let nanoseconds = constantWords(expression, .duration)?.first
    else { return nil }
    let hour: UInt64 = 3_600_000_000_000
    if !(1...hour).contains(nanoseconds) {
      report(.outOfRange("'consistency eventual' in nanoseconds", 1...hour, at: expression.span))
    }
    return nanoseconds
  }
}
