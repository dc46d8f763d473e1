import CNFABI
import Wire

/// What the packets of a burst send besides: each belongs to the first packet that has no verdict yet.
final class Emissions {
  private static let notDecided: UInt8 = 0xff

  private let burst: UnsafeMutableBufferPointer<cora_packet>
  private var current = 0
  private(set) var mirrored: [Int: [Outcome.Mirrored]] = [:]
  private(set) var exported: [Int: [Outcome.Exported]] = [:]

  init(_ burst: UnsafeMutableBufferPointer<cora_packet>) {
    self.burst = burst
    for index in burst.indices { burst[index].verdict = Self.notDecided }
  }

  func mirror(_ bytes: UnsafeRawBufferPointer, port: Int) {
    mirrored[packet, default: []].append(Outcome.Mirrored(port: UInt16(clamping: port), bytes: Array(bytes)))
  }

  func export(stream: Int, _ values: UnsafeBufferPointer<UInt64>) {
    exported[packet, default: []].append(Outcome.Exported(stream: stream, values: Array(values)))
  }

  /// The packet in work.
  private var packet: Int {
    while current < burst.count, burst[current].verdict != Self.notDecided { current += 1 }
    return current
  }
}
