// Ten mistakes of ten kinds, each on a line of its own; five of them have one remedy.
nf T {
  port inside, outside
  param public: ipv5 = 203.0.113.1               // unknown-type
  const limit = 10lightyears                     // unknown-unit
  state flows: map[ipv4 -> u16] { capcity 16  full drop "full"  expire idle 10s }   // unknown-attribute
  struct Empty {}                                // empty-struct

  on packet(ip: ipv4, l4: tpc) from inside {     // unknown-header
    forward outside
  }

  on packet(ip: ipv4, l4: tcp) from outside {
    let odd = ip.source + ip.destination         // bad-operand
    ip.ttl = ip.tll                              // unknown-field
    l4.source = 65_536                           // literal-too-large
    ip.totalLength = 5                           // not-assignable
    forward insde                                // unknown-port
  }
  otherwise drop "no"
}
