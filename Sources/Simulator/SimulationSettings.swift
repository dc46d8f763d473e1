/// How a simulation is run: the load, the time, what may wait where.
public struct SimulationSettings: Hashable, Sendable {
  /// Packets per second offered.
  public var rate: Double
  /// Seconds of virtual time.
  public var seconds: Double
  /// The same seed gives the same run.
  public var seed: UInt64
  public var hostCores: Int
  /// Packets that wait at most in each place; what comes on top is lost.
  public var queues = QueueLimits()
  /// Which core of several a packet goes to.
  public var spread = Spread.packets
  /// How popularity changes; nil leaves it as the profile says.
  public var turnover: Turnover?
  /// Seconds that one row of the timeline stands for; nil takes a hundredth of the time.
  public var timelineStep: Double?

  /// What the host's receive side scaling does.
  public enum Spread: String, CaseIterable, Sendable {
    /// Packets come to all cores alike, as the closed form takes it.
    case packets
    /// All packets of a flow come to one core.
    case flows
  }

  /// Every `seconds`, `share` of the keys change their places in the order of popularity among each other.
  public struct Turnover: Hashable, Sendable {
    public var seconds: Double
    public var share: Double

    public init(seconds: Double, share: Double = 1) {
      self.seconds = seconds
      self.share = share
    }
  }

  public struct QueueLimits: Hashable, Sendable {
    /// Packets that wait for the NIC's wire, memory engine and cores; for each core's receive queue where the host's cores
    /// run the NIC half.
    public var nic = 1024
    /// Packets that wait for the bus.
    public var punt = 1024
    /// Packets that wait for one host core.
    public var host = 1024
    /// Records that wait for the control path.
    public var control = 4096

    public init() {}
  }

  public init(rate: Double, seconds: Double, seed: UInt64 = 1, hostCores: Int) {
    self.rate = rate
    self.seconds = seconds
    self.seed = seed
    self.hostCores = hostCores
  }
}
