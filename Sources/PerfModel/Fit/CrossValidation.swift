/// The measured programs in two parts: those a fit may see, and those it is judged by.
public struct Fold: Sendable {
  public var name: String
  var training: @Sendable (MeasuredProgram) -> Bool
  var test: @Sendable (MeasuredProgram) -> Bool

  init(
    _ name: String, training: @escaping @Sendable (MeasuredProgram) -> Bool,
    test: (@Sendable (MeasuredProgram) -> Bool)? = nil
  ) {
    self.name = name
    self.training = training
    self.test = test ?? { !training($0) }
  }

  /// By map size in every direction in which something can be learned, then by what the programs do. The largest maps were measured
  /// without blocks only, so they alone do not teach what blocks cost.
  public static let all: [Fold] = [
    Fold("65,536 → 256", training: { $0.mapEntries == 65_536 }, test: { $0.mapEntries == 256 }),
    Fold("65,536 → 524,288", training: { $0.mapEntries == 65_536 }, test: { $0.mapEntries == 524_288 }),
    Fold("256 → 65,536", training: { $0.mapEntries == 256 }, test: { $0.mapEntries == 65_536 }),
    Fold("256 → 524,288", training: { $0.mapEntries == 256 }, test: { $0.mapEntries == 524_288 }),
    Fold("256, 524,288 → 65,536", training: { $0.mapEntries != 65_536 }),
    Fold("256, 65,536 → 524,288", training: { $0.mapEntries != 524_288 }),
    Fold("blocks 0, 2, 4 → 1, 3, 5", training: { $0.blocks % 2 == 0 }),
    Fold("1, 3, 5 lookups → 2, 4", training: { $0.lookups % 2 == 1 }),
  ]
}

/// How well one fold's predictions of programs that its fit did not see were.
public struct FoldScore: Sendable {
  public var fold: String
  public var card: RateScore
  public var host: RateScore
  /// Share of the programs of which the faster side was told rightly.
  public var rightSide: Double
  /// The others, with the rate of the side that was chosen over that of the faster one.
  public var wrongSides: [(label: String, loss: Double)]
  /// Share of the writes to the card's maps of 64 k entries and more within 25 %, and the largest error. Nil where the
  /// fit saw no such map or is not judged by one.
  public var writesWithinBar: Double?
  public var worstWrites: Double?
  /// The same of the host's maps.
  public var hostWritesWithinBar: Double?
  public var programs: Int
}

/// Relative errors of predicted rates.
public struct RateScore: Sendable {
  public var meanAbsolute: Double
  public var bias: Double
  /// Share of the programs whose prediction is more than 5 % too high.
  public var overpromised: Double
  public var highest: Double
  public var lowest: Double
  /// The three worst, with their errors.
  public var worst: [(label: String, error: Double)]

  init(_ errors: [(label: String, error: Double)]) {
    let count = Double(max(1, errors.count))
    meanAbsolute = errors.reduce(0) { $0 + abs($1.error) } / count
    bias = errors.reduce(0) { $0 + $1.error } / count
    overpromised = errors.reduce(0) { $0 + ($1.error > 0.05 ? 1 : 0) } / count
    highest = errors.map(\.error).max() ?? 0
    lowest = errors.map(\.error).min() ?? 0
    worst = Array(errors.sorted { abs($0.error) > abs($1.error) }.prefix(3))
  }
}

/// Both devices' fits to one table.
public struct RateStudy: Sendable {
  public let card: DeviceFit
  public let host: DeviceFit

  public init(card: DeviceFit, host: DeviceFit) {
    self.card = card
    self.host = host
  }

  public var programs: [MeasuredProgram] { card.programs }

  /// The fit to everything, which device files hold, and how it does on what it saw.
  public func whole() -> (card: DeviceFit.Result, host: DeviceFit.Result, score: FoldScore) {
    let all = Array(programs.indices)
    let (card, host) = (self.card.fitted(to: all), self.host.fitted(to: all))
    return (card, host, score("all, seen by the fit", all, card, host, judgesWrites: true))
  }

  /// Fits to the fold's training programs and judges by the others.
  public func score(_ fold: Fold) -> FoldScore {
    let training = programs.indices.filter { fold.training(programs[$0]) }
    let test = programs.indices.filter { fold.test(programs[$0]) && !fold.training(programs[$0]) }
    let sawLarge = training.contains { programs[$0].writesAreReliable }
    return score(fold.name, test, card.fitted(to: training), host.fitted(to: training), judgesWrites: sawLarge)
  }

  private func score(
    _ name: String, _ test: [Int], _ cardFit: DeviceFit.Result, _ hostFit: DeviceFit.Result, judgesWrites: Bool
  ) -> FoldScore {
    let wrong = test.filter {
      let cardIsChosen = card.predictedRate($0, cardFit) > host.predictedRate($0, hostFit)
      return cardIsChosen != (programs[$0].cardRate > programs[$0].hostRate)
    }
    let judged = test.filter { judgesWrites && programs[$0].writesAreReliable }
    let writes = judged.map { abs(card.predictedWrites($0, cardFit) / programs[$0].cardWrites - 1) }
    let hostWrites = judged.map { abs(host.predictedWrites($0, hostFit) / programs[$0].hostWrites - 1) }
    return FoldScore(
      fold: name, card: card.score(test, cardFit), host: host.score(test, hostFit),
      rightSide: 1 - Double(wrong.count) / Double(max(1, test.count)),
      wrongSides: wrong.map {
        let rates = [programs[$0].cardRate, programs[$0].hostRate]
        return (programs[$0].label, (rates.min() ?? 0) / (rates.max() ?? 1) - 1)
      },
      writesWithinBar: Self.share(writes), worstWrites: writes.max(), hostWritesWithinBar: Self.share(hostWrites),
      programs: test.count)
  }

  /// Of errors of at most 25 %; nil of none.
  private static func share(_ errors: [Double]) -> Double? {
    errors.isEmpty ? nil : Double(errors.filter { $0 <= 0.25 }.count) / Double(errors.count)
  }
}

extension DeviceFit {
  fileprivate func score(_ test: [Int], _ result: Result) -> RateScore {
    RateScore(test.map { (programs[$0].label, predictedRate($0, result) / rate(programs[$0]) - 1) })
  }
}
