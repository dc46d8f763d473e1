import IR
import TraceGenerator
import Wire

/// Packets that take the branches of a program, as steps that every site runs alike.
public struct GuidedSteps: Sendable {
  public private(set) var steps: [Step] = []
  public let coverage: Coverage

  /// - Parameters:
  ///   - fewest: packets at least; there are more, up to `most`, while new branches may be found.
  ///   - longestFlood: packets in a row that may go into filling one table.
  public init(
    _ program: Program, _ tables: [TableChange], seed: UInt64, fewest: Int, most: Int, longestFlood: Int
  ) throws {
    let traffic = try GuidedTraffic(program, tables: tables, seed: seed, longestFlood: longestFlood)
    var salts = SplitMix64(seed: ~seed)
    steps.reserveCapacity(fewest)
    while steps.count < fewest || steps.count < most && traffic.coverage.share < 1 && !traffic.isSettled {
      let step = traffic.next()
      steps.append(
        Step(bytes: step.bytes, port: step.port, time: step.time, salt: salts.next(), changes: step.changes))
    }
    coverage = traffic.coverage
  }
}
