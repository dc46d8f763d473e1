/// What a run came to.
public struct SimulationResult: Codable, Hashable, Sendable {
  /// Seconds of virtual time.
  public var seconds: Double
  public var offeredPps: Double
  /// Packets by what became of them; `offered` is the sum of the others.
  public var packets: Packets
  /// Packets per second that were done, those that the program drops among them.
  public var throughputPps: Double
  /// Share of the done packets that the NIC half finished.
  public var nicShare: Double
  /// Share of the packets that looked into split tables on the NIC and found all their records there; nil where none did.
  public var hotSetHits: Double?
  public var latencyNs: Percentiles
  public var busy: Busy
  public var control: Control
  public var timeline: [TimelineRow]

  public struct Packets: Codable, Hashable, Sendable {
    public var offered: Int
    public var forwarded: Int
    /// By the program, with a reason.
    public var dropped: Int
    public var toControlPlane: Int
    public var lost: Losses
    /// Neither done nor lost at the end.
    public var inFlight: Int

    public var finished: Int { forwarded + dropped + toControlPlane }

    enum CodingKeys: String, CodingKey {
      case offered, forwarded, dropped, lost
      case toControlPlane = "to_control_plane"
      case inFlight = "in_flight"
    }
  }

  /// Packets that found a queue full.
  public struct Losses: Codable, Hashable, Sendable {
    public var nicQueue: Int
    public var puntQueue: Int
    public var hostQueue: Int

    public var total: Int { nicQueue + puntQueue + hostQueue }

    enum CodingKeys: String, CodingKey {
      case nicQueue = "nic_queue"
      case puntQueue = "punt_queue"
      case hostQueue = "host_queue"
    }
  }

  /// Latencies within which so many of a hundred packets were through.
  public struct Percentiles: Codable, Hashable, Sendable {
    public var p50: Double
    public var p90: Double
    public var p99: Double
    public var p999: Double
  }

  /// How much of each resource was at work, on average.
  public struct Busy: Codable, Hashable, Sendable {
    /// In cores; the NIC half's work among it where the host's cores do it.
    public var hostCores: Double
    public var hostCoresAllowed: Int
    /// In cores; 0 where the host's do it.
    public var nicCores: Double
    /// Shares of the time.
    public var nicMemory: Double
    public var wire: Double
    public var bus: Double

    enum CodingKeys: String, CodingKey {
      case wire, bus
      case hostCores = "host_cores"
      case hostCoresAllowed = "host_cores_allowed"
      case nicCores = "nic_cores"
      case nicMemory = "nic_memory"
    }
  }

  /// What the control path did.
  public struct Control: Codable, Hashable, Sendable {
    public var writes: Int
    public var writesPerSecond: Double
    /// Records that went to the NIC, that gave their place to hotter ones, that the host took back because it needed them alone.
    public var promoted: Int
    public var demoted: Int
    public var recalled: Int
    /// Records that were to go while too many waited.
    public var refused: Int
    /// Seconds of work that waits at the end.
    public var backlogSeconds: Double

    enum CodingKeys: String, CodingKey {
      case writes, promoted, demoted, recalled, refused
      case writesPerSecond = "writes_per_s"
      case backlogSeconds = "backlog_s"
    }
  }

  enum CodingKeys: String, CodingKey {
    case seconds, packets, busy, control, timeline
    case offeredPps = "offered_pps"
    case throughputPps = "throughput_pps"
    case nicShare = "nic_share"
    case hotSetHits = "hot_set_hits"
    case latencyNs = "latency_ns"
  }

  /// Share of the offered packets that found a queue full.
  public var lossShare: Double { Double(packets.lost.total) / Double(max(1, packets.offered)) }
}

/// What happened from one time to the next.
public struct TimelineRow: Codable, Hashable, Sendable {
  /// Seconds, at the beginning of the row.
  public var time: Double
  public var offered: Int
  /// Packets that were done, those that the program drops among them.
  public var finished: Int
  /// Packets that found a queue full.
  public var lost: Int
  /// Share of the done packets that the NIC half finished.
  public var nicShare: Double
  public var hostCoresBusy: Double
  public var p99Ns: Double
  public var writesPerSecond: Double

  enum CodingKeys: String, CodingKey {
    case time, offered, finished, lost
    case nicShare = "nic_share"
    case hostCoresBusy = "host_cores_busy"
    case p99Ns = "p99_ns"
    case writesPerSecond = "writes_per_s"
  }

  /// The names of the columns, as the CSV has them.
  public static let csvHeader = "time_s,offered,finished,lost,nic_share,host_cores_busy,p99_ns,writes_per_s"

  public var csv: String {
    "\(time),\(offered),\(finished),\(lost),\(nicShare),\(hostCoresBusy),\(p99Ns),\(writesPerSecond)"
  }
}
