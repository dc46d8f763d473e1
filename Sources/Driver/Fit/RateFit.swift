import Foundation
import PerfModel
import Traffic

/// Fits the Agilio's device file and its lab host's to measured rates, `cora fit`.
public enum RateFit {
  /// Tables of the fit in Markdown.
  ///
  /// - Parameters:
  ///   - rates: a table of measured programs, such as `PerfModels/data/agilio-cx-xdp-rates.csv`.
  ///   - program: the source that they are variants of.
  ///   - traffic: the profile that they were measured under.
  public static func markdown(rates: String, program: String, traffic: String, card: String, host: String)
    throws(DriverError) -> String
  {
    guard let data = FileManager.default.contents(atPath: rates) else {
      throw DriverError("\(rates): cannot be read: \(whyUnreadable(rates))")
    }
    let (card, host) = (try Planned.device(card).0, try Planned.device(host).0)
    let profile = try DriverError.wrapping { try TrafficProfile(path: traffic) }
    let study = try DriverError.wrapping {
      let programs = try MeasuredProgram.table(parsing: String(decoding: data, as: UTF8.self), file: rates)
      let compiled = try programs.map { try ProgramSource(path: program, settings: $0.settings).program }
      let bySettings = Dictionary(zip(programs.map(\.settings), compiled)) { first, _ in first }
      return RateStudy(
        card: DeviceFit.card(card, programs, under: profile) { bySettings[$0.settings] ?? compiled[0] },
        host: DeviceFit.host(host, programs, under: profile) { bySettings[$0.settings] ?? compiled[0] })
    }
    return try study.markdown() + microBenchmarks(under: profile)
  }

  /// Predicted and measured rates of the small programs.
  private static func microBenchmarks(under traffic: TrafficProfile) throws(DriverError) -> String {
    var lines = [
      "",
      "Small programs of others. The prices of dropping, of a read and of a sketch's row are read off some of them: those rows check the arithmetic alone.",
      "", "| program | on | measured | predicted | error | by |", "|---|---|---|---|---|---|",
    ]
    for benchmark in MicroBenchmark.all {
      let program = try ProgramSource(text: benchmark.source, named: "\(benchmark.name).nf").program
      let rate = benchmark.predicted(program, on: try Planned.device(benchmark.target).0, under: traffic)
      let numbers = [benchmark.measured, rate].map { "\(RateStudy.number($0 / 1e6)) Mpps" }
      let error = RateStudy.signed(rate / benchmark.measured - 1)
      let cells = [benchmark.name, benchmark.target] + numbers + [error, benchmark.reference]
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
