import Foundation
import Testbed

/// A capture of what reaches the server, while it lives.
final class ServerWatch {
  private let capture: BackgroundProcess

  /// The kernel hands a capture's last block over after a second at most.
  private static let delayMicroseconds: UInt32 = 1_500_000

  /// Returns when the capture runs.
  init(_ testbed: Testbed, to file: String) throws {
    let capture = try testbed.server.start([
      "tcpdump", "-Z", "root", "-Q", "in", "-n", "-B", "131072", "-i", "eth0", "-w", file, "udp",
    ])
    guard BackgroundProcess.await(timeout: 10, { capture.errors.contains("listening on") }) else {
      throw TestbedError("tcpdump does not start: \(capture.errors)")
    }
    self.capture = capture
  }

  /// Waits for the last packets, and ends.
  func finish() {
    usleep(Self.delayMicroseconds)
    capture.stop(signal: SIGINT)
  }
}
