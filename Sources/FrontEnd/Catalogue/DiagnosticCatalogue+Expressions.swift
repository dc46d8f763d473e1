extension DiagnosticCatalogue {
  static let expressions = Section(
    title: "Values and operators",
    entries: [
      DiagnosticEntry("type-mismatch", "A value of another type is wanted here.", "ip.source = l4.source"),
      DiagnosticEntry(
        "narrowing", "The value may not fit; a conversion such as `u16(…)` keeps the low bits, and says so.",
        "l4.source = wide"),
      DiagnosticEntry("literal-too-large", "The number does not fit into the type it is used with.", "ip.ttl = 256"),
      DiagnosticEntry(
        "different-types", "The operator needs two sides of one type, and neither becomes the other by itself.",
        "if ip.source == l4.source { drop \"odd\" }"),
      DiagnosticEntry("bad-operand", "The operator does not work on values of this type.", "let c = l4.syn < l4.ack"),
      DiagnosticEntry(
        "may-overflow",
        "The exact result may need more than 64 bits, or be negative: say whether to wrap around or to stop there.",
        "let a = s.packets + 1"),
      DiagnosticEntry(
        "constant-overflow", "A constant is above 64 bits or below zero.", "const a = 0xffff_ffff_ffff_ffff + 1"),
      DiagnosticEntry(
        "not-a-value", "A header, port, state or type stands where a value is wanted.", "let a = ip"),
      DiagnosticEntry(
        "not-callable", "Only structs, conversions, functions and the operations of states are called.",
        "let a = ip.ttl(1)"),
      DiagnosticEntry("not-indexable", "Only states have elements.", "let b = a[1]"),
      DiagnosticEntry("wrong-argument-count", "There are too many arguments, or too few.", "let a = hash()"),
      DiagnosticEntry(
        "wrong-label", "Arguments stand in the order of the declaration; a label says the name that is due.",
        "let a = FiveTuple4(source: ip.source, dest: ip.destination, protocol: 6, sourcePort: 1, destinationPort: 2)"),
      DiagnosticEntry(
        "unknown-operation", "The state has no operation of this name.", "counts.ad(ip.source, 1)"),
    ])
}
