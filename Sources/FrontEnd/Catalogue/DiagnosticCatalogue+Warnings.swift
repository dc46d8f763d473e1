extension DiagnosticCatalogue {
  static let warnings = Section(
    title: "Warnings",
    entries: [
      .warns("never-used", "Nothing uses what is declared here.", "param limit: u16 = 4"),
      .warns(
        "never-expires", "Records are never given up: once the table is full it stays so.",
        "state flows: map[ipv4 -> u8] { capacity 4  full drop \"full\" }"),
      .warns(
        "pool-smaller-than-map", "The map has room for records that the pool has no elements for.",
        "state ports: pool[u16] { range 0...31  released with flows }"),
      .warns(
        "lost-element", "On some way an element is taken, and no record is made that would give it back.",
        "let port = ports.take() else drop \"no port\"\nif ip.ttl < 2 { drop \"too old\" }"),
      .warns(
        "drop-without-reason", "A drop without a reason is counted with all others that have none.",
        "on packet(ip: ipv4) where ip.ttl == 0 { drop }"),
      .warns(
        "no-fragments-policy",
        "All fragments but the first lack a transport header, and nothing says what becomes of them, as `fragments drop` does.",
        "on packet(ip: ipv4, l4: tcp | udp) { forward other }"),
      .warns(
        "breaks-affinity",
        "The key is made of what differs between packets of one flow, so that the state cannot be spread over cores.",
        "insert sizes[ip.source, packet.length] = 1"),
    ])
}
