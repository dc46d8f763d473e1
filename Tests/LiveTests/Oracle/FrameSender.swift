import Foundation
import Testbed

/// Sends frames from a namespace's `eth0` as they are handed over: one `tcpreplay` that reads a capture from a pipe. A process
/// for each frame would wait for an RCU grace period each time its packet socket closes.
final class FrameSender {
  private let replay: BackgroundProcess
  private let pipe: FileHandle

  init(_ namespace: Namespace, in directory: URL) throws {
    let path = directory.appendingPathComponent("\(namespace.name).pipe").path
    guard mkfifo(path, 0o600) == 0 else { throw TestbedError("no pipe at \(path)") }
    replay = try namespace.start(["tcpreplay", "-q", "-t", "-i", "eth0", path])
    // Opened for both directions, so that opening does not wait for the reader.
    guard let pipe = FileHandle(forUpdatingAtPath: path) else { throw TestbedError("cannot open \(path)") }
    self.pipe = pipe
    try pipe.write(contentsOf: Data(Self.header))
  }

  deinit {
    replay.stop(signal: SIGKILL)
    try? pipe.close()
  }

  func send(_ frame: [UInt8]) throws {
    let length = UInt32(frame.count)
    let record = [0, 0, length, length].flatMap(Self.bytes)
    try pipe.write(contentsOf: Data(record + frame))
  }

  /// The file header of a pcap with microseconds, in host order, link type Ethernet.
  private static let header = [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 1].flatMap(bytes)

  private static func bytes(_ word: UInt32) -> [UInt8] { withUnsafeBytes(of: word) { Array($0) } }
}
