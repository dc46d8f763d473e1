import Foundation
import Testbed
import Traffic

/// `tcpdump` on a host's interface: what comes in while it runs.
final class HostCapture {
  private let file: String
  private let process: BackgroundProcess

  /// Waits until it listens. `filter` is tcpdump's; nil for all packets.
  init(on host: Namespace, into file: String, filter: String? = "udp") throws {
    self.file = file
    let command = ["tcpdump", "-Z", "root", "--immediate-mode", "-U", "-Q", "in", "-n", "-B", "65536", "-i", "eth0", "-w", file]
    process = try host.start(command + (filter.map { [$0] } ?? []))
    guard BackgroundProcess.await(timeout: 10, { self.process.errors.contains("listening on") }) else {
      process.stop()
      throw TestbedError("tcpdump does not start: \(process.errors)")
    }
  }

  deinit { process.stop() }

  /// Ends it once the file has so many bytes, or after a while.
  func finish(bytes: Int) {
    _ = BackgroundProcess.await(timeout: 5) { self.size >= bytes }
    process.stop(signal: SIGINT)
  }

  /// What came, in order.
  func packets() throws -> [[UInt8]] {
    let reader = try CaptureReader(path: file)
    var packets: [[UInt8]] = []
    while let packet = try reader.next() { packets.append(Array(packet.bytes)) }
    return packets
  }

  /// Bytes of a capture file with packets of these lengths: a file header, and a header for each.
  static func size(of lengths: some Sequence<Int>) -> Int { lengths.reduce(24) { $0 + 16 + $1 } }

  private var size: Int {
    (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int).flatMap { $0 } ?? 0
  }
}
