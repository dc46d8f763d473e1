import DataPlane
import Plan

/// Turns requests into replies: asks the worker, reads the NIC half's counters, puts the answer together.
final class ControlDesk: Sendable {
  private let mailbox: Mailbox
  private let assembly: StatusAssembly
  private let nic: (@Sendable () -> NICCounters)?
  private let began: UInt64

  init(mailbox: Mailbox, assembly: StatusAssembly, nic: (@Sendable () -> NICCounters)?, began: UInt64) {
    self.mailbox = mailbox
    self.assembly = assembly
    self.nic = nic
    self.began = began
  }

  /// A line of JSON.
  func answer(_ request: DaemonProtocol.Request) -> [UInt8] {
    let line: [UInt8]?
    switch request {
    case .status: line = status().flatMap(Self.line)
    case .snapshot: line = ask(.snapshot)
    case .hotset: line = ask(.hotSet)
    case .replan: line = ask(.replan)
    }
    return line ?? ControlServer.failure("the worker does not answer")
  }

  /// The NIC half's counters are read after the host half's: then no packet is finished that was not offered.
  func status() -> DaemonStatus? {
    guard case .report(let report) = mailbox.ask(.report) else { return nil }
    return assembly.status(report, nic?(), uptimeSeconds: Double(Clock.now - began) / 1e9)
  }

  private func ask(_ question: Mailbox.Question) -> [UInt8]? {
    switch mailbox.ask(question, milliseconds: 10_000) {
    case .snapshot(let snapshot): Self.line(snapshot)
    case .hotSet(let hotSet): Self.line(hotSet)
    case .moves(let moves): Self.line(moves)
    case .report, nil: nil
    }
  }

  private static func line(_ value: some Encodable) -> [UInt8]? { try? DaemonProtocol.line(value) }
}
