extension DiagnosticCatalogue {
  static let headers = Section(
    title: "Handlers and headers",
    entries: [
      DiagnosticEntry(
        "unknown-header", "There is no header of this name.",
        "on packet(ip: ipv4, l4: tpc) from inside { forward outside }"),
      DiagnosticEntry(
        "missing-otherwise", "Some packets fit no handler: end the nf with `otherwise` and a verdict.",
        "  on packet(ip: ipv4) from outside { forward inside }\n}"),
      DiagnosticEntry(
        "second-otherwise", "An nf has one `otherwise`.", "otherwise drop \"first\"\notherwise drop \"no\""),
      DiagnosticEntry(
        "second-fragments", "An nf says once what becomes of fragments.",
        "fragments drop \"fragment\"\nfragments pass"),
      DiagnosticEntry(
        "same-layer", "Headers of one layer exclude each other; one name with `|` between the kinds serves them all.",
        "on packet(a: tcp, b: udp) from inside { forward outside }"),
      DiagnosticEntry(
        "impossible-pattern", "No packet has these headers together.",
        "on packet(ip: ipv6, l4: icmp) from inside { forward outside }"),
      DiagnosticEntry(
        "needs-ipv4", "A `FiveTuple4` holds IPv4 addresses only; a `FiveTuple` serves both versions.",
        "let a = FiveTuple4(ip, l4)"),
      DiagnosticEntry(
        "not-alternative", "`is` asks for a header that the pattern does not list.", "if l4 is udp { drop \"udp\" }"),
      DiagnosticEntry(
        "address-without-transport",
        "An address is part of the transport's checksum, so the pattern must name that header, as in `l4: tcp | udp`.",
        "ip.source = 192.0.2.1"),
    ])
}
