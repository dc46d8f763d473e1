import PerfModel

/// Measures the primitives of both halves on this machine.
public final class Calibration {
  /// Every figure is the median of as many repeats; each repeat is the median of many runs.
  static let repeats = 7
  /// Keys that the map writes take at a time.
  private static let writes: UInt64 = 1_024

  private let sizes: Sizes
  private let seconds: Double
  private let kernel: KernelPrimitives
  private let host: HostPrimitives

  /// - Parameters:
  ///   - kernelObject: `Sizes.kernelSource`, compiled.
  ///   - hostObject: `Sizes.hostSource`, compiled.
  ///   - seconds: that the measuring takes, filling the tables apart.
  /// - Throws: `CalibrationError` where eBPF cannot be loaded.
  public init(kernelObject: String, hostObject: String, sizes: Sizes, seconds: Double) throws {
    self.sizes = sizes
    self.seconds = seconds
    kernel = try KernelPrimitives(object: kernelObject, sizes: sizes)
    host = try HostPrimitives(object: hostObject, sizes: sizes)
  }

  /// `progress` is told how many of how many figures are done.
  public func run(progress: (_ done: Int, _ total: Int) -> Void) throws -> [Figure] {
    let primitives = Primitive.all(sizes)
    let bases = Set(primitives.map { Base(side: $0.side, function: $0.base) })
    let total = primitives.count + bases.count + 1
    let slice = seconds / Double(total * Self.repeats)
    var baseTimes: [Base: [Double]] = [:]
    for base in bases {
      baseTimes[base] = try medians(base.side, base.function, .first, slice)
      progress(baseTimes.count, total)
    }
    var figures: [String: Figure] = [:]
    for primitive in primitives {
      let base = baseTimes[Base(side: primitive.side, function: primitive.base)] ?? []
      let figure = try figure(primitive, base, figures, slice)
      figures[figure.name] = figure
      progress(bases.count + figures.count, total)
    }
    let writes = try mapWrites(slice)
    progress(total, total)
    return figures.values.sorted { $0.name < $1.name } + writes
  }

  private struct Base: Hashable {
    var side: Primitive.Side
    var function: String
  }

  private func figure(
    _ primitive: Primitive, _ base: [Double], _ known: [String: Figure], _ slice: Double
  ) throws -> Figure {
    let times = try medians(primitive.side, primitive.function, primitive.part, slice)
    // The base's middle: its own spread is not the operation's.
    let bare = base.sorted()[base.count / 2]
    let less = primitive.less.flatMap { known[$0]?.value } ?? 0
    return Figure(primitive.figure, Estimate(repeats: times.map { ($0 - bare) / primitive.operations - less }))
  }

  /// The median run of each repeat, nanoseconds.
  private func medians(_ side: Primitive.Side, _ function: String, _ part: Primitive.Part, _ slice: Double) throws -> [Double] {
    try (0..<Self.repeats).map { _ in
      var samples: [UInt64] = []
      let end = nanoseconds() + UInt64(slice * 1e9)
      repeat {
        let (first, second) = try side == .nic ? kernel.sample(function) : host.sample(function)
        samples += part == .first ? first : second
      } while nanoseconds() < end
      return samples.median
    }
  }

  /// Entries per second through the system call, and nanoseconds of each kind of call.
  private func mapWrites(_ slice: Double) throws -> [Figure] {
    let map = kernel.map("hash_middle")
    let numbers = Array(0..<min(Self.writes, UInt64(sizes.middle)))
    let single = try (0..<Self.repeats).map { _ in try MapWrites.single(numbers, map) }
    let batched = try (0..<Self.repeats).map { _ in try MapWrites.batched(numbers, map) }
    func rate(_ times: [(delete: Double, insert: Double)]) -> Estimate {
      Estimate(repeats: times.map { 2e9 / ($0.delete + $0.insert) })
    }
    return [
      Figure("control.delete", Estimate(repeats: single.map(\.delete))),
      Figure("control.insert", Estimate(repeats: single.map(\.insert))),
      Figure("control.writes", rate(single), unit: .perSecond),
      Figure("control.writes_batched", rate(batched), unit: .perSecond),
    ]
  }
}
