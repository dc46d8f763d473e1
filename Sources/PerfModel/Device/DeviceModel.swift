/// A card with its host, as a device file describes it: a chain of sites that packets come along.
public struct DeviceModel: Hashable, Sendable {
  public var name: String
  public var title: String
  /// What must be true of the deployment for the numbers to hold; reports repeat it.
  public var assumptions: [String]
  /// In the order that a punted packet meets them; the last one is the host.
  public var sites: [Site]
  public var link: Link
  public var control: ControlPath

  /// The wire and the bus.
  public struct Link: Hashable, Sendable {
    public var lineRate: Quantity
    /// Packets per second that the MAC takes; nil where the line rate is the only limit.
    public var macRate: Quantity?
    /// Packets per second that can be sent, and that can be dropped or handed up; nil where nothing limits them apart.
    public var transmitRate: Quantity?
    public var absorbRate: Quantity?
    /// What becomes of programs of some capacities when more packets come than they take; nil where the capacity holds.
    public var overload: Overload?
    /// For what is punted, one direction; nil where punting crosses no bus.
    public var busRate: Quantity?
    /// Bytes on the bus per punted packet beside the packet: descriptors, completions.
    public var busOverhead: Quantity?

    /// Bytes that a frame takes on the wire beside what a program sees: frame check sequence, preamble and gap.
    public static let frameOverheadBytes = 24.0
  }

  /// A band of capacities, packets per second, within which a program that is offered more takes only `rate`.
  public struct Overload: Hashable, Sendable {
    public var from: Quantity
    public var to: Quantity
    public var rate: Quantity

    /// What is left of a capacity.
    func rate(at capacity: Double) -> Double {
      from.value <= capacity && capacity <= to.value ? min(capacity, rate.estimate.low) : capacity
    }
  }

  /// How the host changes the NIC site's tables.
  public struct ControlPath: Hashable, Sendable {
    /// Table entries written or deleted per second.
    public var entryWrites: Quantity
    /// Time of one write while the NIC forwards nothing, and the accesses to its memory engine that one write waits for. Nil where
    /// the packets do not slow writes down.
    public var idleWrite: Quantity?
    public var writeAccesses: Quantity?
    /// Tables smaller than this were not measured reliably.
    public var leastMeasuredEntries: Quantity?
    /// Seconds from a record's making until the NIC may own it.
    public var promotionDelay: Quantity
    /// Host work to take one record back from the NIC.
    public var recall: Quantity
  }

  /// The site that runs the host half.
  public var host: Site { sites[sites.count - 1] }
  /// The first site along the chain that runs a program and is not the host; nil for a host alone.
  public var nic: Site? { sites.dropLast().first { $0.runs != .rules } }
  /// True when the NIC half's work is done by the host's own cores.
  public var nicUsesHostCores: Bool { nic?.cores == .host }
}
