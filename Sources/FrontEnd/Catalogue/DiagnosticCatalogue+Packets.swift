extension DiagnosticCatalogue {
  static let packets = Section(
    title: "The packet as a whole",
    entries: [
      DiagnosticEntry(
        "bad-header", "A header that the program declares is not as headers are; the message says what it needs.",
        "header Odd { kind: bit<4> } after udp where destination == 7"),
      DiagnosticEntry(
        "rival-headers",
        "Two headers that handlers look for stand at the same place, and the header before says the same of both: "
          + "only the first would be found.",
        "header Long { kind: u8, more: u8 } after udp where destination == 443"),
      DiagnosticEntry(
        "unaligned-write", "Checksums are sums of 16-bit words: what is written must lie in words of its own header.",
        "odd.last = 1"),
      DiagnosticEntry("not-a-header", "This is no header of the packet.", "recompute x"),
      DiagnosticEntry(
        "no-checksum", "Only headers with a checksum that is there for certain can have it made anew.", "recompute eth"),
      DiagnosticEntry(
        "used-after-pop", "A header that was taken away, on some ways at least, cannot be used any more.",
        "if tag.id == 7 { pop tag }\nip.ttl = tag.priority"),
      DiagnosticEntry(
        "bad-place", "This header cannot be made, or says nothing that could lead to the one behind it.",
        "push vlan(id: 7) before l4"),
      DiagnosticEntry(
        "too-many-bytes", "A packet can be given 128 bytes at most: what every site has room for.",
        "push ipv6(source: 2001:db8::1, destination: 2001:db8::2) before ip"),
      DiagnosticEntry(
        "unlabelled-field", "What stands in parentheses are fields by their names.", "push vlan(7, id: 3) before ip"),
      DiagnosticEntry(
        "missing-field", "This header, or this error, needs the field: no value would do for all.",
        "push vlan(priority: 3) before ip"),
      DiagnosticEntry(
        "bad-pop", "`pop a to b` takes away what stands from `a` up to `b`; both are names of the pattern, in its order.",
        "pop ip to frame"),
      DiagnosticEntry(
        "needs-ip", "An ICMP error is about an IP packet, so the pattern must name its header.",
        "on packet(eth) { reply icmp(type: 11, code: 0, from: 192.0.2.1) }"),
    ])
}
