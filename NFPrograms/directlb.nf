/// Layer 4 load balancer by direct return: only the link-layer address changes, and servers answer the clients
/// themselves.
///
/// Servers are on the link behind the port `servers`, and all have the virtual address. A new connection is given a
/// server by Maglev hashing, in proportion to the weights in the config table `backends`, and keeps it while its
/// packets come at least every two minutes.
///
/// Limits: IPv4 and IPv6, TCP and UDP; one link; fragments are dropped.
nf DirectReturn {
  param vip4: ipv4 = 192.0.2.10
  param vip6: ipv6 = 2001:db8::10
  param station: mac = 02:00:00:00:00:0a
  port clients, servers

  struct Server { address: mac, weight: u32 }

  config table backends: array[Server] { size 256 }
  state ring: maglev over backends by weight { size 65_521 }
  state connections: map[FiveTuple -> u32] {
    capacity 131_072
    expire idle 120s
    full drop "connection table full"
  }

  fragments drop "fragment"

  on packet(eth, ip: ipv4 | ipv6, l4: tcp | udp) from clients {
    if ip is ipv4 { if ip.destination != vip4 { drop "not for the service" } }
    if ip is ipv6 { if ip.destination != vip6 { drop "not for the service" } }
    let flow = FiveTuple(ip, l4)
    let backend = connections[flow] else {
      let chosen = ring.pick(hash(flow)) else drop "no server"
      insert connections[flow] = chosen
      use chosen
    }
    eth.source = station
    eth.destination = backends[backend].address
    forward servers
  }

  otherwise drop "not for the service"
}
