/// A map as an object declares it.
public struct MapDefinition: Hashable, Sendable {
  public var name: String
  /// `enum bpf_map_type` of linux/bpf.h.
  public var type: UInt32
  public var keyBytes: Int
  public var valueBytes: Int
  public var entries: Int
  public var flags: UInt32

  static let hash: UInt32 = 1
  static let array: UInt32 = 2
  static let perfEventArray: UInt32 = 4

  /// Perf event arrays stay in the kernel: the card only names them in its messages.
  var isOnCard: Bool { type != Self.perfEventArray }

  /// The kernel's word for the type, as far as it has one here.
  var typeName: String {
    let names = [
      "UNSPEC", "HASH", "ARRAY", "PROG_ARRAY", "PERF_EVENT_ARRAY", "PERCPU_HASH", "PERCPU_ARRAY", "STACK_TRACE",
      "CGROUP_ARRAY", "LRU_HASH", "LRU_PERCPU_HASH", "LPM_TRIE", "ARRAY_OF_MAPS", "HASH_OF_MAPS", "DEVMAP", "SOCKMAP",
      "CPUMAP", "XSKMAP", "SOCKHASH", "CGROUP_STORAGE", "REUSEPORT_SOCKARRAY", "PERCPU_CGROUP_STORAGE", "QUEUE", "STACK",
      "SK_STORAGE", "DEVMAP_HASH", "STRUCT_OPS", "RINGBUF", "INODE_STORAGE", "TASK_STORAGE", "BLOOM_FILTER",
    ]
    return type < UInt32(names.count) ? names[Int(type)] : "type \(type)"
  }
}

/// The maps of an object and where their symbols stand: in `.maps`, described by BTF, or in the older `maps`.
struct MapTable {
  private(set) var maps: [MapDefinition] = []
  private var places: [Place: Int] = [:]

  private struct Place: Hashable {
    var section: Int
    var offset: UInt64
  }

  init(_ file: ELFFile, _ types: BTF?) throws(ObjectError) {
    for (index, section) in file.sections.enumerated() where section.name == "maps" || section.name == ".maps" {
      let symbols = file.symbols.filter { $0.section == index && $0.type != ELFFile.Symbol.ofSection && !$0.name.isEmpty }
        .sorted { ($0.value, $0.name) < ($1.value, $1.name) }
      for symbol in symbols {
        guard places[Place(section: index, offset: symbol.value)] == nil else { continue }
        places[Place(section: index, offset: symbol.value)] = maps.count
        maps.append(section.name == "maps" ? try Self.legacy(symbol, section) : try Self.described(symbol, types))
      }
    }
  }

  func map(section: Int, offset: UInt64) -> Int? { places[Place(section: section, offset: offset)] }

  private static func described(_ symbol: ELFFile.Symbol, _ types: BTF?) throws(ObjectError) -> MapDefinition {
    guard let types else { throw .section(".maps", "no BTF describes '\(symbol.name)'") }
    return try types.map(symbol.name)
  }

  /// `struct bpf_map_def`: type, key size, value size, entries, flags.
  private static func legacy(_ symbol: ELFFile.Symbol, _ section: ELFFile.Section) throws(ObjectError) -> MapDefinition {
    let bytes = try section.content.part(symbol.value, 16, "map '\(symbol.name)'")
    let hasFlags = symbol.size >= 20 && symbol.value <= UInt64(max(0, section.content.count - 20))
    return MapDefinition(
      name: symbol.name, type: try bytes.u32(0), keyBytes: Int(try bytes.u32(4)), valueBytes: Int(try bytes.u32(8)),
      entries: Int(try bytes.u32(12)), flags: hasFlags ? try section.content.u32(Int(symbol.value) + 16) : 0)
  }
}
