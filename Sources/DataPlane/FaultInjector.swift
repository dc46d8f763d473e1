public import CBurst
import Wire

/// A port that fails now and then, by a seed: the port it wraps stays as it is.
public final class FaultInjector: Port {
  /// How often each fault strikes: chances out of 1,000.
  public struct Faults: Hashable, Sendable {
    /// A received packet is lost.
    public var loss = 0
    /// A poll finds nothing although packets wait.
    public var stall = 0
    /// A packet to send finds the ring full.
    public var full = 0
    public init(loss: Int = 0, stall: Int = 0, full: Int = 0) {
      self.loss = loss
      self.stall = stall
      self.full = full
    }
  }

  private let port: any Port
  private let faults: Faults
  private var random: SplitMix64
  /// Packets lost on the way in and out, on top of what the wrapped port counts.
  public private(set) var lost: UInt64 = 0
  public private(set) var unsent: UInt64 = 0

  public init(_ port: any Port, faults: Faults, seed: UInt64) {
    self.port = port
    self.faults = faults
    random = SplitMix64(seed: seed)
  }

  public var name: String { port.name }

  public func receive(into frames: UnsafeMutablePointer<cora_frame>, atMost most: Int) -> Int {
    if strikes(faults.stall) { return 0 }
    let count = port.receive(into: frames, atMost: most)
    var kept = 0
    for index in 0..<count {
      if strikes(faults.loss) {
        port.release(frames + index, count: 1)
        lost += 1
      } else {
        frames[kept] = frames[index]
        kept += 1
      }
    }
    return kept
  }

  public func transmit(_ frames: UnsafePointer<cora_frame>, count: Int) -> Int {
    var sent = 0
    for index in 0..<count {
      if strikes(faults.full) {
        port.release(frames + index, count: 1)
        unsent += 1
      } else {
        sent += port.transmit(frames + index, count: 1)
      }
    }
    return sent
  }

  public func release(_ frames: UnsafePointer<cora_frame>, count: Int) { port.release(frames, count: count) }

  public var copier: FrameCopier { port.copier }

  public func counters() -> PortCounters {
    var counters = port.counters()
    counters.missed += lost
    counters.unsent += unsent
    return counters
  }

  public func close() { port.close() }

  private func strikes(_ chance: Int) -> Bool {
    chance > 0 && Int(truncatingIfNeeded: random.next() % 1000) < chance
  }
}
