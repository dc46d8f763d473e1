/// What `corad` tells of itself: the reply to `status` on its socket, and its status file. JSON with snake_case keys;
/// see `DaemonProtocol`. Counters run from the daemon's start and wrap at 2^64.
public struct DaemonStatus: Codable, Hashable, Sendable {
  public var format = Self.currentFormat
  public static let currentFormat = 1

  public var instance: String
  public var process: Int32
  public var program: String
  public var programDigest: String
  public var target: String
  public var strategy: Strategy
  /// False for a plan without a NIC half.
  public var offloads: Bool
  public var uptimeSeconds: Double
  /// True once packets flow.
  public var running: Bool
  public var ports: [Port] = []
  public var packets = Packets()
  public var paths: [Path] = []
  public var states: [State] = []
  public var drops: [Drop] = []
  public var exports: [Export] = []
  public var cuts: [Cut] = []
  public var moves = Moves()
  public var cycles = Cycles()
  public var predicted: Predicted?
  /// What the daemon had to do without, in sentences: no hugepages, generic XDP, another driver.
  public var notes: [String] = []

  public init(
    instance: String, process: Int32, program: String, programDigest: String, target: String, strategy: Strategy,
    offloads: Bool, uptimeSeconds: Double = 0, running: Bool = false
  ) {
    self.instance = instance
    self.process = process
    self.program = program
    self.programDigest = programDigest
    self.target = target
    self.strategy = strategy
    self.offloads = offloads
    self.uptimeSeconds = uptimeSeconds
    self.running = running
  }

  /// Packets by where they were finished. With a NIC half, what it saw is `finishedOnNic + punted`.
  public struct Packets: Codable, Hashable, Sendable {
    /// All that reached the function: `finishedOnNic + punted` and what was lost between them, or `plain` without a NIC half.
    public var offered: UInt64 = 0
    public var finishedOnNic: UInt64 = 0
    /// Sent from the NIC half to the host half, by the NIC half's count.
    public var punted: UInt64 = 0
    /// Punted packets that the host half ran from the entry, and from a resume point.
    public var restarted: UInt64 = 0
    public var resumed: UInt64 = 0
    /// Run by the host half in a deployment without a NIC half.
    public var plain: UInt64 = 0
    /// Seen on a port without a punt header although there is a NIC half: not the function's, ignored.
    public var unpunted: UInt64 = 0
    /// Verdicts of the host half.
    public var forwarded: UInt64 = 0
    public var dropped: UInt64 = 0
    public var controlPlane: UInt64 = 0
    public var misdirected: UInt64 = 0
    /// Copies that the host half sent besides, and those that could not be made.
    public var mirrored: UInt64 = 0
    public var unmirrored: UInt64 = 0
    /// Exported records that there was no room for, on the NIC half's ring or on their way to the writer.
    public var lostExports: UInt64 = 0
    /// Lost at the ports (rings full, no buffer, too large) and on the way out of the NIC half (no headroom).
    public var lost: UInt64 = 0
    public init() {}
  }

  /// Records that the program exported, by both halves.
  public struct Export: Codable, Hashable, Sendable {
    public var stream: String
    public var records: UInt64
    public init(stream: String, records: UInt64) {
      self.stream = stream
      self.records = records
    }
  }

  public struct Port: Codable, Hashable, Sendable {
    public var name: String
    public var interface: String
    /// `af_xdp`, `af_packet`, `pcap`, `ring`.
    public var driver: String
    /// `native`, `generic`, or `none` where no XDP program stands.
    public var xdpMode: String
    /// By the host half's ports.
    public var received: UInt64 = 0
    public var receivedBytes: UInt64 = 0
    public var sent: UInt64 = 0
    public var sentBytes: UInt64 = 0
    public var missed: UInt64 = 0
    public var unsent: UInt64 = 0
    public init(name: String, interface: String, driver: String, xdpMode: String) {
      self.name = name
      self.interface = interface
      self.driver = driver
      self.xdpMode = xdpMode
    }
  }

  public struct Path: Codable, Hashable, Sendable {
    public var id: Int
    public var name: String
    public var nicPackets: UInt64 = 0
    public var nicBytes: UInt64 = 0
    public var hostPackets: UInt64 = 0
    public var hostBytes: UInt64 = 0
    public init(id: Int, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// A table of records: a primary map with its companions.
  public struct State: Codable, Hashable, Sendable {
    public var name: String
    public var mode: PlacementMode
    /// Records in use, those that the NIC owns included.
    public var entries: Int
    public var capacity: Int
    public var nicEntries: Int
    public var nicCapacity: Int
    public init(name: String, mode: PlacementMode, entries: Int, capacity: Int, nicEntries: Int, nicCapacity: Int) {
      self.name = name
      self.mode = mode
      self.entries = entries
      self.capacity = capacity
      self.nicEntries = nicEntries
      self.nicCapacity = nicCapacity
    }
  }

  /// Packets the host half dropped, by reason. The NIC half's drops are counted by path.
  public struct Drop: Codable, Hashable, Sendable {
    public var reason: String
    public var hostPackets: UInt64
    public init(reason: String, hostPackets: UInt64) {
      self.reason = reason
      self.hostPackets = hostPackets
    }
  }

  /// Packets that left the NIC half by a cut of the plan.
  public struct Cut: Codable, Hashable, Sendable {
    public var reason: String
    public var mode: Plan.Cut.Mode
    public var packets: UInt64
    public init(reason: String, mode: Plan.Cut.Mode, packets: UInt64) {
      self.reason = reason
      self.mode = mode
      self.packets = packets
    }
  }

  /// Records moved between the halves.
  public struct Moves: Codable, Hashable, Sendable {
    /// Host to NIC.
    public var promoted: UInt64 = 0
    /// NIC to host, to make room for others.
    public var demoted: UInt64 = 0
    /// NIC to host, because a packet needed the record there or its time was up.
    public var recalled: UInt64 = 0
    /// Host to NIC, not done: no room, or packets of it in flight too long.
    public var refused: UInt64 = 0
    /// Records whose idle time ended.
    public var expired: UInt64 = 0
    public init() {}
  }

  /// Where the worker's time went, in cycles of the CPU's counter.
  public struct Cycles: Codable, Hashable, Sendable {
    public var perSecond: UInt64 = 0
    /// Polls that found packets: receive, run, transmit.
    public var busy: UInt64 = 0
    /// Moving records, expiring them, publishing counters.
    public var control: UInt64 = 0
    /// Empty polls and sleep.
    public var idle: UInt64 = 0
    /// Packets of the busy polls.
    public var packets: UInt64 = 0
    /// `busy` of polls during which the worker lost its CPU: their cycles count other programs' work too.
    public var disturbed: UInt64 = 0
    public var disturbedPackets: UInt64 = 0
    /// `busy / packets`, and `busy` by packets offered to the function; 0 without packets.
    public var perHostPacket: Double = 0
    public var perOfferedPacket: Double = 0
    /// Like `perHostPacket`, over the polls in which the worker kept its CPU: what the host half costs where nothing else
    /// wants its core.
    public var perUndisturbedPacket: Double = 0
    public init() {}
  }

  /// What the plan promised, from the bundle's report.
  public struct Predicted: Codable, Hashable, Sendable {
    public var ratePps: Double?
    public var hostCyclesPerPacket: Double?
    public var hostCores: Double?
    public var bottleneck: String?
    public init(
      ratePps: Double? = nil, hostCyclesPerPacket: Double? = nil, hostCores: Double? = nil, bottleneck: String? = nil
    ) {
      self.ratePps = ratePps
      self.hostCyclesPerPacket = hostCyclesPerPacket
      self.hostCores = hostCores
      self.bottleneck = bottleneck
    }
  }
}
