/// One figure's recipe: a function of `primitives.bpf.c` or `primitives.c`, and what of its time is not the operation's.
struct Primitive {
  enum Side { case nic, host }
  enum Part { case first, second }

  var figure: String
  var side: Side
  var function: String
  var part = Part.first
  /// Operations in one run.
  var operations = 32.0
  /// The function that does all but the operation.
  var base: String
  /// Other measured figures that are part of it, such as the lookup before a removal on the host.
  var less: String?

  /// Eight operations to a turn.
  private static let unrolled = 32.0 * 8
}

extension Primitive {
  static func all(_ sizes: Sizes) -> [Primitive] {
    instructions + helpers + sizes.all.flatMap { kernelTables($0.name, $0.count) + hostTables($0.name, $0.count) }
      + keySizes(sizes) + prefixes(sizes)
  }

  private static let classes = ["alu", "branch", "load_field", "store_field", "mix", "checksum"]

  private static var instructions: [Primitive] {
    classes.flatMap { name in
      [
        Primitive(figure: "nic.\(name)", side: .nic, function: name, operations: unrolled, base: "nothing"),
        Primitive(figure: "host.\(name)", side: .host, function: "host_\(name)", operations: unrolled, base: "host_nothing"),
      ]
    }
  }

  private static var helpers: [Primitive] {
    ["ktime", "ktime_coarse", "csum_diff", "adjust_head", "add_entry", "meter"].map {
      Primitive(figure: "nic.\($0)", side: .nic, function: $0, base: "nothing")
    }
      + ["clock", "meter"].map {
        Primitive(figure: "host.\($0)", side: .host, function: "host_\($0)", base: "host_nothing")
      }
      + [
        Primitive(figure: "nic.hash_hit.1", side: .nic, function: "hash_one_hit", base: "key16_bare"),
        Primitive(figure: "host.hash_hit.1", side: .host, function: "table_small_one", base: "host_nothing"),
        Primitive(figure: "host.touch", side: .host, function: "table_small_hit", part: .second, base: "host_nothing"),
      ]
  }

  private static func kernelTables(_ size: String, _ count: Int) -> [Primitive] {
    func nic(_ what: String, _ function: String, _ part: Part = .first, base: String) -> Primitive {
      Primitive(figure: "nic.\(what).\(count)", side: .nic, function: function, part: part, base: base)
    }
    return [
      nic("hash_hit", "hash_\(size)_hit", base: "key16_bare"), nic("hash_miss", "hash_\(size)_miss", base: "key16_bare"),
      nic("hash_update", "hash_\(size)_update", base: "key16_bare"),
      nic("hash_insert", "hash_\(size)_change", base: "nothing"),
      nic("hash_remove", "hash_\(size)_change", .second, base: "nothing"),
      nic("load_array", "array_\(size)_load", base: "prng"), nic("store_array", "array_\(size)_store", base: "prng"),
      nic("add_array", "array_\(size)_add", base: "prng"), nic("sketch_row", "sketch_\(size)_row", base: "prng"),
      nic("pick", "array_\(size)_pick", base: "prng"),
    ]
  }

  private static func hostTables(_ size: String, _ count: Int) -> [Primitive] {
    func host(_ what: String, _ function: String, _ part: Part = .first, base: String = "host_nothing", less: String? = nil) -> Primitive {
      Primitive(figure: "host.\(what).\(count)", side: .host, function: function, part: part, base: base, less: less)
    }
    return [
      host("hash_hit", "table_\(size)_hit"), host("hash_hit_cold", "table_\(size)_cold"),
      host("hash_miss", "table_\(size)_miss"), host("hash_insert", "table_\(size)_change"),
      // The removal's run looks each record up first, which a program pays for as a lookup.
      host("hash_remove", "table_\(size)_change", .second, less: "host.hash_hit_cold.\(count)"),
      host("load_array", "elements_\(size)_load", base: "host_prng"),
      host("add_array", "elements_\(size)_add", base: "host_prng"),
      host("sketch_row", "elements_\(size)_row", base: "host_prng"), host("pick", "elements_\(size)_pick", base: "host_prng"),
    ]
  }

  /// Keys of 8 and of 40 bytes beside those of 16.
  private static func keySizes(_ sizes: Sizes) -> [Primitive] {
    [8, 40].flatMap { bytes in
      ["hit", "miss"].map {
        Primitive(
          figure: "nic.hash_\($0)_key\(bytes).\(sizes.middle)", side: .nic, function: "hash_key\(bytes)_\($0)",
          base: "key\(bytes)_bare")
      }
    }
  }

  private static func prefixes(_ sizes: Sizes) -> [Primitive] {
    [("small", sizes.small), ("middle", sizes.middle)].map {
      Primitive(figure: "nic.lpm_hit.\($1)", side: .nic, function: "lpm_\($0)_hit", base: "prng")
    }
  }
}
