import Foundation
import Testbed
import Traffic
import Wire

/// The two ends of a testbed as a packet generator sees them: frames go in at one end, and what comes out at each end is
/// captured.
final class ProbeWire {
  enum Side: Hashable {
    case client, server
    var other: Side { self == .client ? .server : .client }
  }

  private let ends: [Side: Namespace]
  private let captures: [Side: BackgroundProcess]
  private let senders: [Side: FrameSender]
  private let directory: URL

  init(client: Namespace, server: Namespace) throws {
    ends = [.client: client, .server: server]
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("cora-probe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    var started: [Side: BackgroundProcess] = [:]
    for (side, end) in ends {
      let file = Self.file(of: side, in: directory)
      started[side] = try end.start(["tcpdump", "-Z", "root", "--immediate-mode", "-Q", "in", "-U", "-n", "-i", "eth0", "-w", file])
    }
    captures = started
    senders = try [.client: FrameSender(client, in: directory), .server: FrameSender(server, in: directory)]
    for capture in captures.values {
      guard BackgroundProcess.await(timeout: 10, { capture.errors.contains("listening on") }) else {
        throw TestbedError("tcpdump does not start: \(capture.errors)")
      }
    }
  }

  deinit {
    for capture in captures.values { capture.stop() }
    try? FileManager.default.removeItem(at: directory)
  }

  /// Sends one frame out of an end's `eth0`.
  func send(_ frame: [UInt8], from side: Side) throws { try senders[side]?.send(frame) }

  /// Sends a frame and waits for one that `matches` at the other end; nil when none comes within `patience` seconds.
  func exchange(
    _ frame: [UInt8], from side: Side, patience: Double = 1, matching matches: (PacketView) -> Bool
  ) throws -> [UInt8]? {
    let far = side.other
    let before = try received(at: far).count
    try send(frame, from: side)
    var found: [UInt8]?
    _ = try BackgroundProcess.await(timeout: patience) {
      found = try received(at: far).dropFirst(before).first { PacketView($0).map(matches) ?? false }
      return found != nil
    }
    return found
  }

  /// Frames captured so far, in order.
  func received(at side: Side) throws -> [[UInt8]] {
    var frames: [[UInt8]] = []
    do {
      let reader = try CaptureReader(path: Self.file(of: side, in: directory))
      while let packet = try reader.next() { frames.append(Array(packet.bytes)) }
    } catch {
      // The capture is being written: its last record may be half there.
    }
    return frames
  }

  private static func file(of side: Side, in directory: URL) -> String {
    directory.appendingPathComponent("\(side).pcap").path
  }
}
