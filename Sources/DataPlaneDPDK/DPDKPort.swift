public import CBurst
import CDataPlane
public import DataPlane

/// A DPDK device: AF_XDP, AF_PACKET, pcap files or a null device, by the vdev it was opened as.
public final class DPDKPort: Port {
  public let name: String
  public let device: String
  private let id: UInt16
  private let queues: Int
  private let pool: OpaquePointer
  private var nextQueue = 0
  private var unsent: UInt64 = 0
  private var oversize: UInt64 = 0
  private var last = PortCounters()
  private var isOpen = true

  init(name: String, device: String, id: UInt16, queues: Int, pool: OpaquePointer) {
    self.name = name
    self.device = device
    self.id = id
    self.queues = queues
    self.pool = pool
  }

  /// Polls the queues in turn, and stops at the first that has packets.
  public func receive(into frames: UnsafeMutablePointer<cora_frame>, atMost most: Int) -> Int {
    for _ in 0..<queues {
      let queue = nextQueue
      nextQueue = queue + 1 == queues ? 0 : queue + 1
      let count = cora_port_receive(id, UInt16(queue), frames, UInt32(most), &oversize)
      if count > 0 { return Int(count) }
    }
    return 0
  }

  public func transmit(_ frames: UnsafePointer<cora_frame>, count: Int) -> Int {
    let sent = Int(cora_port_transmit(id, 0, frames, UInt32(count)))
    unsent += UInt64(count - sent)
    return sent
  }

  public func release(_ frames: UnsafePointer<cora_frame>, count: Int) { cora_frames_free(frames, UInt32(count)) }

  public var copier: FrameCopier {
    FrameCopier(function: cora_frame_copy, family: UnsafeMutableRawPointer(pool))
  }

  public func counters() -> PortCounters {
    var stats = cora_port_stats()
    guard isOpen, cora_port_stats_read(id, &stats) == 0 else { return last }
    last.received = stats.rx_packets
    last.receivedBytes = stats.rx_bytes
    last.sent = stats.tx_packets
    last.sentBytes = stats.tx_bytes
    last.missed = stats.missed + stats.errors + stats.no_buffer + oversize
    last.unsent = unsent
    return last
  }

  public func close() {
    guard isOpen else { return }
    last = counters()
    isOpen = false
    cora_port_close(id, device)
  }
}
