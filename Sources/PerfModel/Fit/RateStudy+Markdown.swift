extension RateStudy {
  /// The tables of `docs/models.md`: cross-validation, then the numbers that the fit to everything found.
  public func markdown() -> String {
    let whole = whole()
    let scores = Fold.all.map(score) + [whole.score]
    return """
      Programs that the fit did not see; `over 5 %` is the share whose prediction is more than 5 % too high.

      \(Self.table(scores))

      The worst rows (entries/blocks/lookups, `+` with atomic adds):

      \(Self.worst(scores))

      Fitted to everything, `\(card.device.name)`; writes take \(Self.number(whole.card.idleWrite)) ns and \(Self.number(whole.card.writeAccesses)) engine accesses:

      \(card.table(whole.card))

      Fitted to everything, `\(host.device.name)`; \(Self.number(1e9 / whole.host.idleWrite)) writes per second:

      \(host.table(whole.host))

      """
  }

  private static func table(_ scores: [FoldScore]) -> String {
    let head = """
      | fit → judged by | programs | card: error | bias | over 5 % | host: error | bias | over 5 % | right side | writes within 25 %: card | worst | host |
      |---|---|---|---|---|---|---|---|---|---|---|---|
      """
    return ([head] + scores.map(row)).joined(separator: "\n")
  }

  private static func row(_ score: FoldScore) -> String {
    let cells =
      [score.fold, String(score.programs)] + cells(score.card) + cells(score.host)
      + [score.rightSide, score.writesWithinBar, score.worstWrites, score.hostWritesWithinBar].map { $0.map(percent) ?? "–" }
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func cells(_ score: RateScore) -> [String] {
    [percent(score.meanAbsolute), signed(score.bias), percent(score.overpromised)]
  }

  private static func worst(_ scores: [FoldScore]) -> String {
    scores.map { score in
      func list(_ rows: [(label: String, error: Double)]) -> String {
        rows.map { "\($0.label) \(signed($0.error))" }.joined(separator: ", ")
      }
      let wrong = score.wrongSides.isEmpty ? "none" : list(score.wrongSides.map { ($0.label, $0.loss) })
      return "- \(score.fold): card \(list(score.card.worst)); host \(list(score.host.worst)); wrong side (and what it loses) \(wrong)"
    }.joined(separator: "\n")
  }

  public static func percent(_ share: Double) -> String { "\(number(share * 100)) %" }
  public static func signed(_ share: Double) -> String { (share < 0 ? "−" : "+") + percent(abs(share)) }

  /// Three digits.
  public static func number(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "0" }
    var unit = 1.0
    while abs(value) / unit >= 1000 { unit *= 10 }
    while abs(value) / unit < 100, unit > 1e-3 { unit /= 10 }
    let rounded = (value / unit).rounded() * unit
    let text = String((rounded * 1e3).rounded() / 1e3)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension DeviceFit {
  fileprivate func table(_ result: Result) -> String {
    let rows = parameters.indices.map { index in
      let (prior, found) = (parameters[index].prior, result.intervals[index])
      let numbers = [found.value, found.low, found.high, prior.value, prior.low, prior.high].map(RateStudy.number)
      return "| `\(parameters[index].name)` | \(numbers[0]) | \(numbers[1]) … \(numbers[2]) | \(numbers[3]) | "
        + "\(numbers[4]) … \(numbers[5]) | \(parameters[index].source) |"
    }
    return (["| number | fitted | ± 2 σ | before | interval | source of that |", "|---|---|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}
