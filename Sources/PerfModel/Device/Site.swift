/// A place in a device's chain where a part of the program can run.
public struct Site: Hashable, Sendable {
  /// The key in the device file, such as `nic` or `host`.
  public var name: String
  public var title: String
  public var runs: Execution
  /// Whose cores its work is done on.
  public var cores: CoreOwner
  /// Cores it may use; nil on a site that uses the host's.
  public var coreCount: Quantity?
  public var clock: Quantity
  /// Share of n times one core's throughput that n cores reach.
  public var coreEfficiency: Curve?
  public var capabilities: Set<Capability>
  /// Nil where it neither reads the time nor keeps it for its entries.
  public var timekeeping: Timekeeping?
  public var limits: SiteLimits
  public var packet: PacketCosts
  /// Prices of operations on a core.
  public var costs: [OperationClass: Price]
  /// Prices of operations on a memory engine that all cores of the site share.
  public var engine: [OperationClass: Price]

  /// What a site executes.
  public enum Execution: String, Hashable, Sendable, CaseIterable {
    /// eBPF in the kernel.
    case ebpf
    /// eBPF translated for a card's cores by its driver.
    case offloadedEBPF = "offloaded-ebpf"
    /// C, run to completion.
    case c
    /// Match-action rules only: no program.
    case rules
  }

  public enum CoreOwner: String, Hashable, Sendable, CaseIterable { case own, host }

  public func can(_ capability: Capability) -> Bool { capabilities.contains(capability) }
}

/// One price: a number, or a curve over a size.
public enum Price: Hashable, Sendable {
  case flat(Quantity)
  case curve(Curve)

  public var unit: Unit {
    switch self {
    case .flat(let quantity): quantity.unit
    case .curve(let curve): curve.unit
    }
  }
}

/// What a site can hold; nil where it sets no limit that matters.
public struct SiteLimits: Hashable, Sendable {
  /// Entries over all tables.
  public var entries: Quantity?
  public var stateBytes: Quantity?
  public var keyBytes: Quantity?
  public var valueBytes: Quantity?
  /// Bytes that an entry takes beside its key and value.
  public var entryOverhead: Quantity?
  /// Instructions of the site's own code, and how many of them one IR operation takes.
  public var instructions: Quantity?
  public var instructionsPerOperation: Quantity?
  /// What a driver checks before it takes an offloaded program.
  public var maps: Quantity?
  /// Key and value, each rounded up to 8 bytes.
  public var entryBytes: Quantity?
  public var stackBytes: Quantity?
  /// Bytes from a packet's start that a program reaches, in units of 64 of which the last is cut by 32.
  public var packetUnits: Quantity?
  /// Bytes that a packet's head can surely move: out in front of the packet, and into it.
  public var headGrowth: Quantity?
  public var headShrinkage: Quantity?

  public init() {}
}

/// Work per packet beside the program's own.
public struct PacketCosts: Hashable, Sendable {
  /// Until the program begins: driver, firmware, descriptor.
  public var receive: Quantity
  /// Sending out by a port.
  public var forward: Quantity
  public var drop: Quantity
  public var controlPlane: Quantity
  /// A NIC site: handing a packet to the host. A host site: taking the punt header off.
  public var punt: Quantity
  /// Work per burst, and the packets that a burst holds when the site is busy; nil on sites that do not work in bursts.
  public var receiveBurst: Quantity?
  public var forwardBurst: Quantity?
  public var burst: Quantity?
  /// Time that passes without work: wires, DMA, interrupts.
  public var latency: Quantity
}
