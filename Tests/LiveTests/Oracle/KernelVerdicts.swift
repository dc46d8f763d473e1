import Foundation

/// The kernel's verdicts, asked for once in a run of the tests.
final class KernelVerdicts: @unchecked Sendable {
  static let shared = KernelVerdicts()
  private let lock = NSLock()
  private var known: [String: Bool]?

  func firewall() throws -> [String: Bool] {
    lock.lock()
    defer { lock.unlock() }
    if let known { return known }
    let verdicts = try FirewallRun.throughKernel()
    known = verdicts
    return verdicts
  }
}
