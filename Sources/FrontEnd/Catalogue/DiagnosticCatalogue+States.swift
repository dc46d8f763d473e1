extension DiagnosticCatalogue {
  static let states = Section(
    title: "States",
    entries: [
      DiagnosticEntry(
        "unknown-state-kind", "There is no kind of state of this name.",
        "state sessions: mapp[u8 -> u8] { capacity 1 }"),
      DiagnosticEntry(
        "unknown-attribute", "States have no attribute of this name.",
        "state sessions: map[u8 -> u8] { capcity 16 }"),
      DiagnosticEntry("missing-attribute", "A state of this kind cannot do without it.", "state s: map[u8 -> u16]"),
      DiagnosticEntry(
        "misplaced-attribute", "A state of this kind has no such attribute.",
        "state s: map[u8 -> u8] { capacity 16  full drop \"full\"  rows 4 }"),
      DiagnosticEntry(
        "duplicate-attribute", "The attribute is given twice.",
        "state s: map[u8 -> u8] { capacity 16  full drop \"full\"  capacity 32 }"),
      DiagnosticEntry(
        "out-of-range", "The number is outside of its bounds, which the message names.",
        "state s: map[u8 -> u8] { capacity 0  expire idle 0s  full drop \"full\" }"),
      DiagnosticEntry(
        "not-power-of-two", "A sketch picks its column by the low bits of a hash, so their number is a power of two.",
        "state c: sketch[ipv4] { rows 4  columns 1000 }"),
      DiagnosticEntry(
        "not-prime", "Maglev's permutations reach every slot only where the number of slots is prime.",
        "state ring: maglev over backends by weight { size 4096 }"),
      DiagnosticEntry(
        "empty-range", "The range ends before it begins.", "state p: pool[u16] { range 10...1  released with s }"),
      DiagnosticEntry(
        "not-a-primary",
        "`with` and `released with` name a map that has records of its own, not a companion or a pool.",
        "state s: map[u8 -> u16] { with x }"),
      DiagnosticEntry(
        "bad-release", "The map's value does not hold the pool's elements there.",
        "state p: pool[u16] { range 1...2  released with flows }"),
      DiagnosticEntry(
        "pool-larger-than-map",
        "An element that is taken while the map is full would be lost: no record gives it back.",
        "state p: pool[u16] { range 1...100  released with s }"),
      DiagnosticEntry(
        "bad-backends", "A ring stands over a config table of structs, one field of which is the weight.",
        "state ring: maglev over s by weight { size 7 }"),
    ] + keptThings)

  /// About tables, meters, queues and the time that things are kept.
  private static let keptThings: [DiagnosticEntry] = [
    DiagnosticEntry(
      "unknown-table-kind", "There is no kind of config table of this name.",
      "config table routes: lmp[ipv4 -> u8] { capacity 4 }"),
    DiagnosticEntry(
      "no-prefix", "Rows of an lpm table give a prefix of the key's last field: an address or an integer.",
      "config table routes: lpm[(address: ipv4, isFirst: bool) -> u8] { capacity 4 }"),
    DiagnosticEntry(
      "no-range", "Rows of an acl give a range of one integer of 64 bits at most.",
      "config table rules: acl[(address: range ipv6, port: u16) -> u8] { capacity 4 }"),
    DiagnosticEntry(
      "wrong-meter", "A meter of one bucket is asked by `take`, one of two buckets by `color`.",
      "two[ip.source].take(1) else drop \"over rate\""),
    DiagnosticEntry(
      "excess-and-peak", "A meter has one of the two kinds of second bucket.",
      "excess burst 1\npeak rate 2 burst 2"),
    DiagnosticEntry(
      "not-a-colour", "A meter gives green, yellow or red.", "match m[ip.source].color(1) { blue => drop \"blue\""),
    DiagnosticEntry(
      "missing-colour", "Something has to be said about each colour, or `otherwise`.",
      "match m[ip.source].color(1) { green => forward other }"),
    DiagnosticEntry(
      "never-evicts", "A queue keeps what it holds until it is due.",
      "state due: queue[u8] { capacity 4  after 1s  full evict oldest }"),
    DiagnosticEntry("unknown-stream", "There is no stream of this name.", "export flosw(packet.length)"),
    DiagnosticEntry(
      "bad-time-outs", "Time-outs by a field need a field of one integer, small values, and one for all the rest.",
      "expire idle by tries { 0 1s }"),
  ]
}
