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
    ])
}
