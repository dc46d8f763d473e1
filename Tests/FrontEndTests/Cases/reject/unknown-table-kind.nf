nf T {
  port inside, outside
  config table routes: lmp[ipv4 -> u8] { capacity 4 }
  on packet(ip: ipv4) { routes[ip.source] else drop "no"
    forward other }
  otherwise drop "no"
}
