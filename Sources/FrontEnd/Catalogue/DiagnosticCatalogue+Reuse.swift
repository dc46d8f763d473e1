extension DiagnosticCatalogue {
  static let reuse = Section(
    title: "Imports, functions, machines and chains",
    entries: [
      DiagnosticEntry(
        "cannot-import", "The file cannot be read. Paths are relative to the file that the import stands in.",
        "import \"nowhere/common.nf\""),
      DiagnosticEntry("unknown-library", "The standard library has no such part.", "import std.tpc"),
      DiagnosticEntry(
        "import-cycle", "Files import each other in a ring. Put what both need into a third.",
        "import \"../imports/ring.nf\""),
      DiagnosticEntry(
        "unknown-nf", "A chain's members are nfs of the same file or of those it imports.",
        "chain Both { port a, b  First -> Secund }"),
      DiagnosticEntry("empty-chain", "A chain names its members in order, with `->` between.", "chain Both { port a, b }"),
      DiagnosticEntry(
        "second-chain", "A file has one chain: it is what the file compiles to.",
        "chain Both { port a, b  First -> Second }\nchain Reverse { port a, b  Second -> First }"),
      DiagnosticEntry(
        "chain-ports", "All members of a chain have the ports of the chain.",
        "chain Both { port a, b  First -> Second }"),
      DiagnosticEntry(
        "shared-state-differs", "A state that members share is declared alike in each.",
        "shared state seen: map[ipv4 -> u8] { capacity 32  expire idle 10s  full drop \"full\" }"),
      DiagnosticEntry(
        "bad-machine", "A machine has states with time-outs; a state without one is final and leads nowhere.",
        "machine Life(tcp: tcp) { opening { when tcp.ack -> open }  open 10s }"),
      DiagnosticEntry(
        "not-a-machine", "`advance` moves a machine that is a field of a map's entry.", "advance session(tcp)"),
      DiagnosticEntry("empty-enum", "An enum has one case at least.", "enum Color { }"),
      DiagnosticEntry(
        "unknown-case", "The enum has no case of that name.",
        "enum Color { red, green }\non packet(ip: ipv4, l4: tcp | udp) {\nif Color.gren == Color.red { reply }"),
      DiagnosticEntry(
        "not-exhaustive", "A `match` over an enum names every case, or has an `otherwise`.",
        "match color { Color.red => reply  Color.blue => reply }"),
      DiagnosticEntry(
        "no-value", "An `if` or `match` where a value is wanted gives one, or decides, on every way.",
        "let x = if l4.source == 1 { 5 }"),
      DiagnosticEntry(
        "missing-return", "A function with a result comes to a `return` on every way.",
        "fn lower(x: u32, y: u32) -> u32 { if x < y { return x } }"),
      DiagnosticEntry(
        "bad-return", "A function gives back what its declaration says: a value of its type, or none.",
        "fn none() { return 1 }"),
      DiagnosticEntry(
        "misplaced-return", "`return` stands in functions; a handler ends in a verdict.", "return 1"),
      DiagnosticEntry("outside-loop", "`break` and `continue` stand in the body of a `for`.", "continue"),
      DiagnosticEntry(
        "too-many-turns", "Loops are unrolled, so their turns are limited, of nested ones the product.",
        "for i in 0 ..< 17 { for j in 0 ... 15 { if l4.source == i + j { reply } } }"),
      DiagnosticEntry(
        "body-too-large", "With its functions inlined and its loops unrolled a handler has too many statements.",
        "fn f9() { f10()  f10()  f10() }"),
      DiagnosticEntry(
        "recursive-function", "Functions are inlined, so they cannot call themselves, nor one another in a ring.",
        "fn even(x: u32) -> bool { return odd(x &- 1) }\nfn odd(x: u32) -> bool { return even(x &- 1) }"),
      DiagnosticEntry(
        "impure-function", "A function with a result, like a handler's condition, changes nothing and decides nothing.",
        "fn age(ip: ipv4) -> u8 { ip.ttl = ip.ttl -| 1  return ip.ttl }"),
      DiagnosticEntry(
        "wrong-header", "The function takes another header than it is given here: ask by `is` first.",
        "fn isWeb(tcp: tcp) -> bool { return tcp.destination == 80 }"),
    ])
}
