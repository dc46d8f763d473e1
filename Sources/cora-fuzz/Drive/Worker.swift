import Foundation
import Wire

/// The child's side: makes inputs one after the other and runs them.
struct Worker {
  let target: any FuzzTarget
  /// Seconds of processor time for one input; more is taken for an endless loop.
  static let patience = 5

  init(_ name: TargetName, root: String, isReplay: Bool = false) throws {
    target = try name.target(Corpus(root: root, isReplay: isReplay))
  }

  /// Runs the regression inputs, then made ones until the time is up; prints how many there were, and how many of
  /// them were taken.
  func work(seed: UInt64, seconds: Double, reportingTo mailbox: Mailbox) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    var number: UInt64 = 0
    var taken: UInt64 = 0
    while Date() < end || number < target.regressions.count {
      let input = input(number, seed: seed)
      mailbox.leave(number, input)
      if try run(input) { taken += 1 }
      number += 1
    }
    print(number, taken)
  }

  func replay(_ path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else { throw FuzzError("\(path): cannot be read") }
    _ = try run([UInt8](data))
  }

  private func input(_ number: UInt64, seed: UInt64) -> [UInt8] {
    if number < target.regressions.count { return target.regressions[Int(number)] }
    var random = SplitMix64(seed: SplitMix64.mixed(seed) ^ SplitMix64.mixed(number))
    return Array(target.input(&random).prefix(Mailbox.mostBytes))
  }

  /// The system ends the process when an input takes too much time.
  private func run(_ input: [UInt8]) throws -> Bool {
    var limit = itimerval()
    limit.it_value.tv_sec = Self.patience
    setitimer(__itimer_which_t(ITIMER_VIRTUAL.rawValue), &limit, nil)
    return try target.run(input)
  }
}
