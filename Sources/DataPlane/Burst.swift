public import CBurst
import CNFABI

/// A worker's burst memory, and the way of a burst through the host half. Owned by one thread.
public struct Burst: ~Copyable {
  /// Packets of a burst, at most.
  public static let most = Int(CORA_BURST_MAX)
  /// Ports of a deployment, at most.
  public static let mostPorts = Int(CORA_BURST_PORTS)

  /// The C side's state; stays where it is for the burst's life.
  public let state: UnsafeMutablePointer<cora_burst>
  private let arrivals: UnsafeMutablePointer<cora_frame>

  /// `vtable` and `nf` are a running host half's; `ledger` the NIC half's, or nil in a deployment without one; `copier` the
  /// ports', for mirrors. All must outlive the burst.
  public init(
    vtable: UnsafePointer<cora_nf_vtable>, nf: OpaquePointer, ledger: UnsafeMutablePointer<cora_ledger>?, portCount: Int,
    copier: FrameCopier? = nil
  ) {
    state = .allocate(capacity: 1)
    UnsafeMutableRawPointer(state).initializeMemory(as: UInt8.self, repeating: 0, count: MemoryLayout<cora_burst>.size)
    state.pointee.vtable = vtable
    state.pointee.nf = nf
    state.pointee.ledger = ledger
    state.pointee.port_count = UInt16(clamping: min(portCount, Self.mostPorts))
    state.pointee.copy = copier?.function
    state.pointee.family = copier?.family
    arrivals = .allocate(capacity: Self.most)
    arrivals.initialize(repeating: cora_frame(), count: Self.most)
  }

  deinit {
    state.deallocate()
    arrivals.deallocate()
  }

  /// Moves one burst from `ports[index]` through the host half to its ends. Returns the packets received.
  public func move(from index: Int, of ports: [any Port], now: UInt64) -> Int {
    let port = ports[index]
    let count = port.receive(into: arrivals, atMost: Int(cora_burst_most(state)))
    guard count > 0 else { return 0 }
    cora_burst_run(state, arrivals, UInt32(count), UInt16(index), now)
    send(by: ports)
    if state.pointee.finished_count > 0 {
      port.release(cora_burst_finished(state), count: Int(state.pointee.finished_count))
    }
    cora_burst_done(state)
    return count
  }

  private func send(by ports: [any Port]) {
    for index in ports.indices {
      let count = Int(cora_burst_out_count(state, UInt16(index)))
      if count > 0 { _ = ports[index].transmit(cora_burst_out(state, UInt16(index)), count: count) }
    }
  }
}
