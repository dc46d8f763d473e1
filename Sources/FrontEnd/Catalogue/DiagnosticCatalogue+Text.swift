extension DiagnosticCatalogue {
  static let text = Section(
    title: "Characters and words",
    entries: [
      DiagnosticEntry(
        "invalid-utf8", "The file is not valid UTF-8 from this byte on.", "otherwise drop \"n\u{fffd}o\""),
      DiagnosticEntry(
        "unexpected-character", "These characters begin no word or sign of the language.", "const x = 1 $$ 2"),
      DiagnosticEntry(
        "unterminated-string", "A text ends with a quote on its own line.", "on packet() from inside { drop \"no }"),
      DiagnosticEntry(
        "unknown-escape", #"A text knows only `\"` and `\\`; other characters stand for themselves."#, #"drop "a\n""#),
      DiagnosticEntry(
        "bad-number", "This is not a number, or one that does not fit into 64 bits.",
        "const x = 99999999999999999999999"),
      DiagnosticEntry("unknown-unit", "A duration is a number and one of ns, us, ms, s, min, h.", "const x = 10sec"),
      DiagnosticEntry("bad-address", "There is a mistake in this address.", "param a: ipv4 = 203.0.113.256"),
      DiagnosticEntry("unterminated-comment", "A `/*` needs its `*/`.", "/* and then"),
      DiagnosticEntry("expected", "Something else must stand here; the message names it.", "param public ipv4"),
      DiagnosticEntry(
        "unclosed", "A bracket is never closed; the note points to where it was opened.",
        "  if ip.ttl == 0 {\n    drop \"ttl\"\n  forward outside\n}"),
      DiagnosticEntry(
        "too-deep", "Brackets are nested too deeply, or an expression grows too large when it is written out.",
        "const x = ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"
      ),
      DiagnosticEntry(
        "reserved-word", "A word that begins a statement or joins expressions cannot be a name.", "let drop = ip.source"
      ),
      DiagnosticEntry(
        "chained-comparison", "Comparisons do not chain: write `1 < a and a < 5`.",
        "if 1 < ip.ttl < 5 { drop \"ttl\" }"),
    ])
}
