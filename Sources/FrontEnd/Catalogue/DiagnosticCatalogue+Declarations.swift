extension DiagnosticCatalogue {
  static let declarations = Section(
    title: "Declarations and names",
    entries: [
      DiagnosticEntry("missing-nf", "A program needs an `nf Name { … }`.", "// nothing here"),
      DiagnosticEntry(
        "after-nf", "Outside of an nf stand import, const, struct, enum, fn, nf and chain.", "}\n}\nstate lost: map[u8 -> u8] { capacity 4 }"),
      DiagnosticEntry(
        "unknown-member", "No declaration of an nf begins with this word.",
        "stat sessions: map[u8 -> u8] { capacity 1 }"),
      DiagnosticEntry(
        "unknown-name", "Nothing that is called so can be seen from here.",
        "let port = sesions[flow] else drop \"no session\""),
      DiagnosticEntry("unknown-type", "There is no type of this name.", "param a: ipv5 = 1"),
      DiagnosticEntry("unknown-port", "The nf declares no port of this name.", "forward outsied"),
      DiagnosticEntry(
        "unknown-field", "The header, struct or value has no field of this name.", "let a = ip.sorce"),
      DiagnosticEntry(
        "duplicate-name", "A name means one thing; this one is taken.", "const x = 1\nparam x: u8 = 2"),
      DiagnosticEntry(
        "recursive-declaration", "A struct would hold itself, or a constant rest on itself.",
        "struct A { b: B }\nstruct B { a: A }"),
      DiagnosticEntry(
        "not-constant", "The value must be known when compiling; what a packet brings is not.",
        "const started = now"),
      DiagnosticEntry(
        "too-many-fields", "A value holds at most 64 integers, those of nested structs and tuples included.",
        "struct C { a: B, b: B, c: B }"),
      DiagnosticEntry("empty-struct", "A struct has one field at least.", "struct A { }"),
      DiagnosticEntry(
        "too-many-ports", "An nf has at most 64 ports.",
        "p48, p49, p50, p51, p52, p53, p54, p55, p56, p57, p58, p59, p60, p61, p62, p63, p64"),
      DiagnosticEntry("bad-width", "`bit<n>` has 1 to 64 bits.", "param a: bit<65> = 1"),
      DiagnosticEntry("no-ports", "An nf needs a port for packets to come in by.", "nf T {"),
      DiagnosticEntry("no-handlers", "An nf that handles no packets does nothing.", "nf T {"),
      DiagnosticEntry(
        "unsupported-type", "A value of this type cannot stand here: parameters, for one, are integers and addresses.",
        "param a: A"),
      DiagnosticEntry(
        "too-many-paths", "Packets can take more than 2^20 ways through the nf; each is told apart by a number.",
        "nf T {"),
    ])
}
