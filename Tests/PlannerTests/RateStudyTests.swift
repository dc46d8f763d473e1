import IR
import PerfModel
import Plan
import Planner
import Testing
import Traffic

/// The Agilio and its lab's host against 130 measured programs (`PerfModels/data`), fitted here and now. The bars are those of
/// `docs/models.md`, on programs that the fit did not see.
@Suite struct RateStudyTests {
  static let traffic = Result {
    try TrafficProfile(
      yaml: String(contentsOfRepositoryFile: "PerfModels/data/agilio-cx-xdp-rates.profile.yaml"), file: "profile")
  }

  static let measured = Result {
    try MeasuredProgram.table(
      parsing: String(contentsOfRepositoryFile: "PerfModels/data/agilio-cx-xdp-rates.csv"), file: "rates.csv")
  }

  static let programs = Result {
    try measured.get().map { try Library.program("synthetic", settings: $0.settings) }
  }

  static let study = Result {
    let rows = try measured.get()
    let bySettings = Dictionary(uniqueKeysWithValues: zip(rows.map(\.settings), try programs.get()))
    func program(_ row: MeasuredProgram) throws -> Program { try #require(bySettings[row.settings]) }
    return RateStudy(
      card: try DeviceFit.card(try device("agilio-cx-1x40"), rows, under: try traffic.get(), compiled: program),
      host: try DeviceFit.host(try device("xdp-lab-2018"), rows, under: try traffic.get(), compiled: program))
  }

  static func device(_ name: String) throws -> DeviceModel { try DeviceModel.load(name) { _ in nil } }

  @Test(arguments: Fold.all.indices)
  func programsThatTheFitDidNotSeeArePredicted(index: Int) throws {
    let score = try Self.study.get().score(Fold.all[index])
    for rates in [score.card, score.host] {
      #expect(rates.meanAbsolute <= 0.08, "\(score.fold): \(rates)")
    }
    #expect(score.card.overpromised <= 0.05, "\(score.fold): \(score.card)")
    #expect(score.host.overpromised <= 0.1, "\(score.fold): \(score.host)")
    #expect(score.rightSide >= 0.93, "\(score.fold): \(score.wrongSides)")
    if let worst = score.worstWrites { #expect(worst <= 0.3, "\(score.fold)") }
  }

  /// Over all directions from some map sizes to another, the bars themselves.
  @Test func theBarsHoldFromOneMapSizeToAnother() throws {
    let study = try Self.study.get()
    let scores = Fold.all.filter { $0.name.contains("65,536") || $0.name.contains("524,288") }.map(study.score)
    let programs = Double(scores.reduce(0) { $0 + $1.programs })
    func mean(_ part: (FoldScore) -> Double) -> Double {
      scores.reduce(0) { $0 + part($1) * Double($1.programs) } / programs
    }
    #expect(mean(\.card.meanAbsolute) <= 0.03)
    #expect(mean(\.host.meanAbsolute) <= 0.06)
    #expect(mean(\.card.overpromised) <= 0.05)
    #expect(mean(\.host.overpromised) <= 0.05)
    #expect(mean(\.rightSide) >= 0.95)
  }

  /// `cora fit` and the device files say the same.
  @Test func theDeviceFilesHoldTheFit() throws {
    let study = try Self.study.get()
    let whole = study.whole()
    for (fit, result, name) in [(study.card, whole.card, "agilio-cx-1x40"), (study.host, whole.host, "xdp-lab-2018")] {
      let device = try Self.device(name)
      for (parameter, fitted) in zip(fit.parameters, result.values) {
        let shipped = try #require(device.value(at: parameter.place)).value
        #expect(abs(shipped / fitted - 1) < 0.02, "\(name): \(parameter.name): cora fit says \(fitted), the file \(shipped)")
      }
    }
    let control = try Self.device("agilio-cx-1x40").control
    #expect(abs(try #require(control.idleWrite).value / whole.card.idleWrite - 1) < 0.02)
    #expect(abs(try #require(control.writeAccesses).value / whole.card.writeAccesses - 1) < 0.02)
  }

  /// What `cora predict --strategy nic-only` says of every fifth program; the fit's tests see the others.
  @Test func thePlannersPredictionsAreThose() throws {
    let (card, host) = (try Self.device("agilio-cx-1x40"), try Self.device("xdp-lab-2018"))
    var (errors, wrong) = ([Double](), 0)
    for (index, row) in try Self.measured.get().enumerated() where index % 5 == 2 {
      let program = try Self.programs.get()[index]
      let predictions = try [card, host].map { device in
        let result = Planner().plan(
          program, for: device, under: try Self.traffic.get(), goal: .mostRate, strategy: .nicOnly)
        #expect(result.fits, "\(row.label) on \(device.name): \(result.note)")
        #expect(result.prediction.finishedOnNIC.allSatisfy { $0 == 1 })
        #expect(result.prediction.guaranteedRate <= result.prediction.rate.value)
        return result.prediction
      }
      errors.append(predictions[0].rate.value / row.cardRate - 1)
      if (predictions[0].rate.value > predictions[1].rate.value) != (row.cardRate > row.hostRate) { wrong += 1 }
      guard row.writesAreReliable else { continue }
      #expect(abs(predictions[0].tableWrites.value / row.cardWrites - 1) <= 0.25, "\(row.label)")
    }
    #expect(errors.reduce(0) { $0 + abs($1) } / Double(errors.count) <= 0.02)
    #expect(errors.allSatisfy { $0 <= 0.05 && $0 >= -0.1 })
    #expect(Double(wrong) <= 0.05 * Double(errors.count))
  }

  @Test(arguments: MicroBenchmark.all.indices)
  func theProgramsOfOthersArePredicted(index: Int) throws {
    let benchmark = MicroBenchmark.all[index]
    let rate = benchmark.predicted(
      try Library.compiled(benchmark.source, name: benchmark.name), on: try Self.device(benchmark.target),
      under: try Self.traffic.get())
    let error = rate / benchmark.measured - 1
    #expect(error <= 0.05 && error >= -0.08, "\(benchmark.name) on \(benchmark.target): \(rate) for \(benchmark.measured)")
  }

  /// Each mistake in the table of rates, by what replaces its third line.
  static let mistakes: [(line: String, error: String)] = [
    ("256,0,1,1,59579977,28078614,10478", "rates.csv:3: error: 7 numbers where there are 8 columns"),
    ("256,0,1,1,-5,28078614,10478,13100", "rates.csv:3: error: nic_pps: -5 is negative"),
    ("256,0,1,1,fast,28078614,10478,13100", "rates.csv:3: error: nic_pps: expected a whole number, not 'fast'"),
    ("256,0,1,1,59579977,0,10478,13100", "rates.csv:3: error: host_pps: must be more than 0"),
    ("256,0,1,0,59579977,28078614,10478,13100", "rates.csv:3: error: the program of line 2 again"),
    ("256,6,1,1,59579977,28078614,10478,13100", "rates.csv:3: error: no such program"),
  ]

  @Test(arguments: mistakes.indices)
  func eachMistakeInTheTableIsOneClearError(index: Int) throws {
    var lines = try String(contentsOfRepositoryFile: "PerfModels/data/agilio-cx-xdp-rates.csv").split(separator: "\n")
    lines[2] = Self.mistakes[index].line[...]
    do {
      _ = try MeasuredProgram.table(parsing: lines.joined(separator: "\n"), file: "rates.csv")
      Issue.record("accepted: \(lines[2])")
    } catch let error as DeviceError {
      #expect(error.description.hasPrefix(Self.mistakes[index].error), "\(error)")
    }
  }

  @Test func aTableWithOtherColumnsOrNoRowsIsAnError() {
    #expect(throws: DeviceError.self) { try MeasuredProgram.table(parsing: "a,b\n1,2\n", file: "x.csv") }
    let head = "map_entries,blocks,lookups,atomic,nic_pps,host_pps,nic_map_writes_per_s,host_map_writes_per_s\n"
    #expect(throws: DeviceError.self) { try MeasuredProgram.table(parsing: head, file: "x.csv") }
  }
}
