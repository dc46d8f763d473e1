/// Declarations of other files and of the library, and parameters that are known when compiling.
import "../imports/common.nf"
import std.net

enum Class { web, other }

nf Imports {
  port inside, outside
  param slots: u32 = 1024
  param turns: u8 = 2
  const doubled = slots * 2
  state visits: map[u16 -> Visit] { capacity doubled  expire idle 60s  full drop "full" }

  fn classify(l4: tcp | udp) -> Class {
    return if l4.destination == portHTTP or l4.destination == portHTTPS { Class.web } else { Class.other }
  }

  on packet(ip: ipv4, l4: tcp | udp) from inside {
    if isMulticast(ip.destination) or not isPrivate(ip.source) { drop "no client" }
    age(ip)
    if classify(l4) == Class.web { insert visits[lowerPort(l4)] = visit(l4.source) }
    for i in 0 ..< turns { if l4.source == 1000 + i { drop "reserved" } }
    forward outside
  }
  otherwise forward other
}
