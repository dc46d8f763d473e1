// Fragments have no transport header, which the author knows.
nf Passing {
  port inside, outside
  fragments pass

  on packet(ip: ipv4, l4: tcp | udp) { forward other }
  on packet(ip: ipv4) { drop "no ports" }
  otherwise drop "other"
}
