import Agreement
import Foundation
import Synchronization

/// How far a run is, on one line of a terminal's standard error; elsewhere only what is said.
final class ProgressLine: Sendable {
  private let packets: Int
  private let programs: [String]
  private let began = ContinuousClock.now
  /// Packets over all sites before the first report.
  private let before = Mutex<Int?>(nil)
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(packets: Int, programs: [String]) {
    self.packets = packets
    self.programs = programs
  }

  func show(_ report: SoakReport) {
    guard isTerminal else { return }
    let done = programs.reduce(0) { $0 + min(packets, report.rows[$1]?.packets ?? 0) }
    let share = Double(done) / Double(packets * programs.count)
    let first = before.withLock { before in
      before = before ?? report.packets
      return before ?? 0
    }
    let rate = Double(report.packets - first) / max(1, (ContinuousClock.now - began) / .seconds(1))
    let width = 32
    let filled = String(repeating: "#", count: Int(share * Double(width)))
    let bar = filled.padding(toLength: width, withPad: ".", startingAt: 0)
    let speed = "\(Int(rate / 1_000)) k packets/s over all sites"
    write("\r\u{1B}[K[\(bar)] \(Int(share * 100)) %  \(speed), \(report.mismatches) mismatches")
  }

  func say(_ text: String) { write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n") }

  func finish() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
