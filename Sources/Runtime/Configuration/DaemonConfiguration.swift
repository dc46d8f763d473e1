public import Plan

/// What the operator decides: `corad --config FILE`, YAML. `docs/operations.md` is its reference.
public struct DaemonConfiguration: Hashable, Sendable {
  /// Names the sockets, pins and DPDK's files of one daemon among several; letters, digits, `-` and `_`.
  public var instance: String?
  public var ports: [Port] = []
  public var socketPath: String?
  public var statusFile: String?
  /// A file or a Unix socket for the records that the program exports; nil: they are counted only.
  public var exports: String?
  public var statusIntervalNanoseconds: UInt64 = 1_000_000_000
  public var hugepages = Hugepages.auto
  /// The CPU the worker is pinned to; nil leaves it to the scheduler.
  public var core: Int?
  public var idle = Idle.adaptive
  /// Packet buffers of all ports together.
  public var buffers = 16_384
  public var parameters: [String: ConfigText] = [:]
  public var tables: [String: [ConfigRow]] = [:]
  public var replan = Replan()
  public var log = LogLevel.info

  public init() {}

  public struct Port: Hashable, Sendable {
    public var name: String
    public var driver = Driver.auto
    /// A network interface, for `auto`, `af_xdp` and `af_packet`.
    public var interface: String?
    /// Capture files, for `pcap`.
    public var input: String?
    public var output: String?
    public var line: Int
  }

  public enum Driver: String, CaseIterable, Hashable, Sendable {
    /// AF_XDP where it can be had, else AF_PACKET.
    case auto
    case afXDP = "af_xdp"
    case afPacket = "af_packet"
    case pcap
    /// No device: packets go around in memory, for trials of the daemon itself.
    case ring
  }

  public enum Hugepages: String, CaseIterable, Hashable, Sendable {
    /// Free huge pages where there are enough, else plain memory.
    case auto
    case none
  }

  /// What the worker does when no packet waits.
  public enum Idle: String, CaseIterable, Hashable, Sendable {
    /// Polls again for a while, then yields, then sleeps 50 µs at a time.
    case adaptive
    case spin
    case yield
    case sleep
  }

  public struct Replan: Hashable, Sendable {
    public var policy = Policy.hottest
    public var intervalNanoseconds: UInt64 = 200_000_000
    /// Records moved between two polls, at most: what bounds the time a packet waits for moves.
    public var batch = 16

    public enum Policy: String, CaseIterable, Hashable, Sendable {
      /// The NIC owns the records with the most packets lately.
      case hottest
      /// New records go to the NIC while there is room and stay until they expire.
      case firstCome = "first-come"
      /// The NIC owns nothing.
      case none
    }
  }

  public enum LogLevel: String, CaseIterable, Hashable, Sendable {
    case debug, info, warning, error
  }
}

/// What is wrong with a configuration, and where.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  public var file: String
  /// From 1; 0 where the fault has no line.
  public var line: Int
  public var reason: String

  public init(file: String, line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  public var description: String { line > 0 ? "\(file):\(line): \(reason)" : "\(file): \(reason)" }
}
