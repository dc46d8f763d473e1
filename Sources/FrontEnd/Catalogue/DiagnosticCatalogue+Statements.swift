extension DiagnosticCatalogue {
  static let statements = Section(
    title: "Statements",
    entries: [
      DiagnosticEntry(
        "needs-else",
        "This may fail, or changes a state: it must be a statement of its own, or a `let`, with an `else`.",
        "let a = sessions[FiveTuple(ip, l4)]"),
      DiagnosticEntry(
        "needless-else", "This cannot fail, so its `else` is never taken.", "let a = ip.source else drop \"none\""),
      DiagnosticEntry(
        "else-falls-through", "The `else` of a `let` ends in a verdict, or gives a value by `use`, on every way.",
        "let a = sessions[FiveTuple(ip, l4)] else { sessions[FiveTuple(ip, l4)] else drop \"none\" }"),
      DiagnosticEntry("misplaced-use", "`use` gives the value of a `let … else { … }`.", "use ip.source"),
      DiagnosticEntry(
        "missing-verdict", "A packet can come to the end of the handler undecided; each way ends in a verdict.",
        "  if l4.syn { drop \"syn\" }\n}"),
      DiagnosticEntry(
        "unreachable", "No packet comes here, as the statement before it decides on each.",
        "forward outside\ndrop \"never\""),
      DiagnosticEntry("no-effect", "The value is not used, and computing it changes nothing.", "ip.source\n"),
      DiagnosticEntry("not-assignable", "This cannot be changed; the message says why.", "ip.protocol = 6"),
      DiagnosticEntry(
        "not-an-entry", "Only an entry that a `let … = map[key] else …` found can be removed.", "remove a"),
      DiagnosticEntry(
        "used-after-remove", "After an insert or a remove in its map an entry may be gone: look it up again.",
        "if l4.rst { remove s }\ns.packets += 1"),
      DiagnosticEntry(
        "not-insertable", "Programs insert records into maps only.", "insert counts[ip.source] = 1"),
      DiagnosticEntry(
        "companion-first", "An insert begins with the map that owns the records; its companions follow `with`.",
        "insert b[1] = ip.source with a[ip.source] = 1"),
      DiagnosticEntry(
        "not-a-companion", "Behind `with` stand only the maps declared to live with the first.",
        "insert a[ip.source] = 1 with b[1] = ip.source, c[ip.source] = 2"),
      DiagnosticEntry(
        "missing-companion", "A record is made with all of its keys at once.", "insert a[ip.source] = 1"),
      DiagnosticEntry(
        "missing-full", "Nothing says what happens when the map is full: an `else` here, or `full` in its declaration.",
        "insert a[ip.source] = 1"),
      DiagnosticEntry(
        "two-ports-needed", "`forward other` means the other one of two ports.", "on packet() { forward other }"),
      DiagnosticEntry(
        "missing-value", "A record of a map with values is made with its value.",
        "insert flows[ip.source]\nforward other"),
      DiagnosticEntry("needless-value", "A set holds keys only.", "insert flows[ip.source] = 1"),
      DiagnosticEntry("duplicate-case", "The value has a case already.", "2 => drop \"two\""),
    ])

  static let settings = Section(
    title: "Parameters, and the compiler itself",
    entries: [
      DiagnosticEntry(
        "unknown-parameter", "`--set` names a parameter that the program does not have.",
        "cora check NFPrograms/nat.nf --set publik=192.0.2.1"),
      DiagnosticEntry(
        "parameter-not-set", "A parameter without a default needs its `--set`.",
        "param public: ipv4"),
      DiagnosticEntry(
        "not-well-formed", "The compiler made IR that breaks the IR's rules. That is its mistake: please report it.",
        "cora emit NFPrograms/nat.nf --stage ir"),
    ])
}
