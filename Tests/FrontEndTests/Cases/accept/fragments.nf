// Fragments of either version of IP end at once, also of the one that no handler asks for.
nf Whole {
  port inside, outside
  fragments drop "fragment"

  on packet(ip: ipv4, l4: tcp | udp) from inside {
    ip.source = 203.0.113.1
    forward outside
  }
  otherwise drop "other"
}
