/// What those who run a bundle need to know of its program without having the compiler: names, shapes and sizes.
/// `layout.json` in a bundle. States keep their index in the program, which `cora_nf_vtable.table` takes.
public struct ProgramLayout: Codable, Hashable, Sendable {
  /// The `nf`'s name.
  public var program: String
  /// As in `OffloadPlan`.
  public var programDigest: String
  public var parameters: [Parameter]
  /// Names of the ports, by port index.
  public var ports: [String]
  /// Drop reasons, by reason index.
  public var reasons: [String]
  /// Number of paths: path numbers are below it.
  public var pathCount: Int
  /// Names of paths by path number, for people; may be shorter than `pathCount` where naming all is too much.
  public var pathNames: [String]
  /// All maps in declaration order, companions too.
  public var maps: [Map]
  public var pools: [Pool]
  public var arrays: [Array]
  public var sketches: [Sketch]
  public var rings: [Ring]
  public var tables: [Table]
  public var queues: [Queue]
  public var tallies: [Tally]
  public var streams: [Stream]

  public init(
    program: String, programDigest: String, parameters: [Parameter], ports: [String], reasons: [String],
    pathCount: Int, pathNames: [String] = [], maps: [Map] = [], pools: [Pool] = [], arrays: [Array] = [],
    sketches: [Sketch] = [], rings: [Ring] = [], tables: [Table] = [], queues: [Queue] = [], tallies: [Tally] = [],
    streams: [Stream] = []
  ) {
    self.program = program
    self.programDigest = programDigest
    self.parameters = parameters
    self.ports = ports
    self.reasons = reasons
    self.pathCount = pathCount
    self.pathNames = pathNames
    self.maps = maps
    self.pools = pools
    self.arrays = arrays
    self.sketches = sketches
    self.rings = rings
    self.tables = tables
    self.queues = queues
    self.tallies = tallies
    self.streams = streams
  }

  /// A program parameter with its default.
  public struct Parameter: Codable, Hashable, Sendable {
    public var name: String
    public var bits: Int
    public var value: UInt64
    /// How the default is written in reports, such as `203.0.113.1`.
    public var shown: String

    public init(name: String, bits: Int, value: UInt64, shown: String) {
      self.name = name
      self.bits = bits
      self.value = value
      self.shown = shown
    }
  }
}

extension ProgramLayout {
  /// The primaries with the companions whose records they share, in the order of the host half's groups.
  public var groups: [[Map]] {
    maps.filter(\.isPrimary).map { primary in
      [primary] + maps.filter { !$0.isPrimary && $0.group == primary.name }
    }
  }

  public func map(named name: String) -> Map? { maps.first { $0.name == name } }
  public func array(named name: String) -> Array? { arrays.first { $0.name == name } }

  /// The parameters' defaults, in order.
  public var defaultParameters: [UInt64] { parameters.map(\.value) }
}
