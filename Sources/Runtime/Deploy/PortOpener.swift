public import DataPlane

/// What the deployer asks of whoever makes ports: `corad` answers with DPDK's, tests with ports in memory.
public struct PortRequest: Hashable, Sendable {
  public enum Device: Hashable, Sendable {
    /// `program` is the object with `cora_port_entry` and `xsks_map`, which the port attaches to the interface.
    case afXDP(interface: String, program: String, queues: Int)
    case afPacket(interface: String)
    case pcap(input: String?, output: String?)
    case ring
  }

  public var name: String
  public var device: Device

  public init(name: String, device: Device) {
    self.name = name
    self.device = device
  }
}

public protocol PortOpener: AnyObject {
  /// Begins; called once before the first port. `hugepages` is what the deployer found to be there.
  func begin(instance: String, hugepages: Bool, buffers: Int) throws
  func open(_ request: PortRequest) throws -> any Port
  /// Memory that `begin` takes, in MiB.
  func megabytes(buffers: Int) -> Int
  /// Called on the worker's thread at its start and end.
  func workerBegins()
  func workerEnds()
  /// Ends, after the last port was closed; safe to call again.
  func end()
}
