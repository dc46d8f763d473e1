/// Tables that the operator fills: whole keys, prefixes, rules in order.
nf ConfigTables {
  port inside, outside
  struct Route { next: ipv4, cost: u16 }
  config table routes: lpm[ipv4 -> Route] { capacity 1024 }
  config table tenants: lpm[(tenant: bit<12>, address: ipv6) -> u8] { capacity 64 }
  config table rules: acl[(source: ipv4, protocol: u8, ports: range u16) -> bool] { capacity 64 }
  config table ports: acl[range u16 -> u8] { capacity 8 }
  config table names: map[mac -> u32] { capacity 64 }
  config table blocked: set[ipv4] { capacity 64 }
  config table stations: map[mac -> port] { capacity 64 }
  config table uplinks: lpm[ipv4 -> (next: mac, out: port)] { capacity 64 }

  on packet(eth, ip: ipv4, l4: udp) where not blocked.contains(ip.source) {
    let allowed = rules[ip.source, ip.protocol, l4.destination] else drop "no rule"
    if not allowed or not ports.contains(l4.source) { drop "not allowed" }
    let tenant = tenants[5, ip.source] else { use 0 }
    names[eth.source] else drop "unknown station"
    let route = routes[ip.destination] else drop "no route"
    if route.cost > tenant { ip.destination = route.next }
    forward other
  }
  on packet(eth, ip: ipv4) {
    let uplink = uplinks[ip.destination] else {
      let out = stations[eth.destination] else drop "unknown station"
      forward to out
    }
    eth.destination = uplink.next
    forward to uplink.out
  }
  otherwise drop "no"
}
