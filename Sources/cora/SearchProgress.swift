import Driver
import Foundation
import Synchronization

/// The bar of a search that takes longer than a moment: how much of its time is spent, and what gap is left.
final class SearchProgress: Sendable {
  /// The time that was asked for; infinite without.
  let milliseconds: Double
  private let shownAt = Mutex(0.0)
  private let isShown = isatty(STDERR_FILENO) == 1

  init(milliseconds: Double?) { self.milliseconds = milliseconds ?? .infinity }

  /// Draws at most ten times a second, and nothing in the first half second.
  func show(_ spent: Double, gap: Double) {
    guard isShown, spent > 500, shownAt.withLock({ isDue(spent, &$0) }) else { return }
    let width = 32
    let filled = milliseconds.isFinite ? min(width, Int(spent / milliseconds * Double(width))) : 0
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let percent = String(format: "%.2f", gap * 100)
    FileHandle.standardError.write(Data("\rplanning [\(bar)] \(Int(spent / 1000)) s, gap \(percent) %\u{1B}[K".utf8))
  }

  private func isDue(_ spent: Double, _ last: inout Double) -> Bool {
    guard spent - last >= 100 else { return false }
    last = spent
    return true
  }

  deinit { if isShown, shownAt.withLock({ $0 }) > 0 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) } }
}
