import Glibc
import IR
import Traffic

/// Fits numbers of one device to the measured programs' rates.
public struct DeviceFit: Sendable {
  public let device: DeviceModel
  public let parameters: [FitParameter]
  /// Which column of the table is the device's.
  let rate: @Sendable (MeasuredProgram) -> Double
  let writes: @Sendable (MeasuredProgram) -> Double
  let programs: [MeasuredProgram]
  private let models: [RateModel]

  /// What the fit found.
  public struct Result: Sendable {
    public var values: [Double]
    /// Two standard deviations to each side.
    public var intervals: [Estimate]
    /// Time of one table entry's write on an idle card, nanoseconds, and engine accesses that it waits for.
    public var idleWrite: Double
    public var writeAccesses: Double
  }

  /// How much more a prediction that is too high counts than one that is too low.
  private static let overpromise = 1.3
  /// Relative error of a row that the model cannot be expected to undercut.
  private static let tolerance = 0.03
  private static let writeTolerance = 0.25
  /// [P] One message to the card and its answer, nanoseconds; a look for the entry's place, and its writing.
  private static let idleWrite = 20_000.0
  private static let writeAccesses = 2.2

  init(
    _ device: DeviceModel, _ parameters: [FitParameter], _ programs: [MeasuredProgram], under traffic: TrafficProfile,
    rate: @escaping @Sendable (MeasuredProgram) -> Double, writes: @escaping @Sendable (MeasuredProgram) -> Double,
    compiled: (MeasuredProgram) throws -> Program
  ) rethrows {
    let start = parameters.reduce(device) { $0.replacing($1.place, with: $1.prior) }
    (self.device, self.parameters, self.rate, self.writes) = (start, parameters, rate, writes)
    self.programs = programs
    models = try programs.map { RateModel(try compiled($0), on: start, under: traffic, parameters) }
  }

  /// Fits to some of the programs.
  func fitted(to training: [Int]) -> Result {
    let search = LeastSquares(
      start: parameters.map(\.prior.value),
      deviations: parameters.map { log($0.prior.high / $0.prior.low) / 4 },
      residuals: { values in training.map { residual($0, values) } })
    let solution = search.solve()
    let writes = fittedWrites(training.filter { programs[$0].writesAreReliable }, solution.values)
    return Result(
      values: solution.values,
      intervals: zip(solution.values, solution.deviations).map {
        Estimate($0, low: $0 * exp(-2 * $1), high: $0 * exp(2 * $1))
      }, idleWrite: writes[0], writeAccesses: writes[1])
  }

  private func residual(_ index: Int, _ values: [Double]) -> Double {
    let error = log(models[index].rate(values) / rate(programs[index]))
    return (error > 0 ? Self.overpromise * error : error) / Self.tolerance
  }

  private func fittedWrites(_ training: [Int], _ values: [Double]) -> [Double] {
    let waits = training.map { models[$0].engineWait(values) }
    let search = LeastSquares(
      start: [device.control.idleWrite == nil ? 1e9 / device.control.entryWrites.value : Self.idleWrite, Self.writeAccesses],
      deviations: [0.15, 0.2],
      residuals: { writes in
        zip(training, waits).map {
          let error = log(1e9 / (writes[0] + writes[1] * $1) / self.writes(programs[$0]))
          return (error > 0 ? Self.overpromise * error : error) / Self.writeTolerance
        }
      })
    return search.solve().values
  }

  func predictedRate(_ index: Int, _ result: Result) -> Double { models[index].rate(result.values) }

  func predictedWrites(_ index: Int, _ result: Result) -> Double {
    1e9 / (result.idleWrite + result.writeAccesses * models[index].engineWait(result.values))
  }
}
