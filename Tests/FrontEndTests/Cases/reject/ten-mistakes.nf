// Each line with a comment has one mistake.
nf T {
  port inside, outside
  param public: ipv4 = 203.0.113.300            // 1
  const limit = 10parsecs                        // 2
  state sessions: map[FiveTuple -> u16] { capcity 16  full drop "full" }   // 3
  state buckets: metre[ipv4] { rate 1 }          // 4

  on packet(ip: ipv4, l4: tcp) from inside {
    let flow FiveTuple(ip, l4)                   // 5
    ip.ttl = ip.ttll                             // 6
    if l4.syn and { drop "syn" }                 // 7
    l4.source = 65_536                           // 8
    forward 5                                    // 9
  }

  on packet(ip: ipv4) from inside {
    ip.totalLength = 5                           // 10
    forward outside
  }
  otherwise drop "no"
}
