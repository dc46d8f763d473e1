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
  /// Packets that a core works on at once, so that it goes on while some wait for the memory engine; nil: as many as it takes.
  public var threads: Quantity?
  /// Words that the memory engine serves at once when accesses fall on different ones; nil: one.
  public var engineSpread: Quantity?
  /// The cache before the memory engine's memory; nil where no price depends on it.
  public var cache: SharedCache?

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

/// One price: a number, a curve over a size, or two numbers for what a cache holds and what it does not.
public enum Price: Hashable, Sendable {
  case flat(Quantity)
  case curve(Curve)
  case cached(CachedPrice)

  public var unit: Unit {
    switch self {
    case .flat(let quantity): quantity.unit
    case .curve(let curve): curve.unit
    case .cached(let price): price.unit
    }
  }
}

/// The price of an access to an entry that the site's cache holds, and to one that it does not.
public struct CachedPrice: Hashable, Sendable {
  public var cached: Estimate
  public var missed: Estimate
  public var unit: Unit
  public var source: String

  /// The mean when a share of the accesses finds its entry in the cache.
  func mean(cached share: Double) -> Estimate { cached * share + missed * (1 - share) }
}

/// A cache that all tables of a site share.
public struct SharedCache: Hashable, Sendable {
  public var bytes: Quantity
  /// Bytes of it that an entry takes.
  public var entryBytes: Quantity

  /// Entries that it holds.
  var entries: Double { bytes.value / entryBytes.value }
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
