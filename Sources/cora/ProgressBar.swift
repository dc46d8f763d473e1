import Foundation

/// Progress of long work on one line of a terminal's standard error; silent elsewhere.
final class ProgressBar {
  private let title: String
  private let total: Int
  private let isShown = isatty(STDERR_FILENO) == 1

  init(_ title: String, of total: Int) {
    self.title = title
    self.total = max(total, 1)
  }

  func show(_ done: Int) {
    guard isShown else { return }
    let width = 32
    let filled = min(width, done * width / total)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    FileHandle.standardError.write(Data("\r\(title) [\(bar)] \(min(100, done * 100 / total)) %".utf8))
  }

  func finish() {
    guard isShown else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }
}
