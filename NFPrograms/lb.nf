/// Layer 4 load balancer: one virtual address and port, many backends.
///
/// A new connection is given a backend by Maglev hashing, in proportion to the weights in the config table `backends`
/// (weight 0: not used). A connection keeps its backend while packets of either direction come at least every two minutes,
/// whatever happens to the table's other rows. Requests go to the backend's address, answers leave with the virtual one.
///
/// Limits: IPv4 only, TCP and UDP on one port. Backends listen on the same port. Fragments and ICMP errors do not pass.
/// Link-layer addresses stay as they are: routers on both sides find client and backend by their IP address.
nf LoadBalancer {
  param vip: ipv4 = 192.0.2.10
  param service: u16 = 80
  port clients, servers

  struct Backend { address: ipv4, weight: u32 }

  config table backends: array[Backend] { size 64 }
  state ring: maglev over backends by weight { size 4093 }

  /// The backend of each connection, by the five-tuple of its requests.
  state connections: map[FiveTuple4 -> u32] {
    capacity 65_536
    expire idle 120s
    full drop "connection table full"
  }

  on packet(ip: ipv4) where ip.isFragment {
    drop "fragment"
  }

  on packet(ip: ipv4, l4: tcp | udp) from clients where ip.destination == vip and l4.destination == service {
    let flow = FiveTuple4(ip, l4)
    let backend = connections[flow] else {
      let chosen = ring.pick(hash(flow)) else drop "no backend"
      insert connections[flow] = chosen
      use chosen
    }
    ip.destination = backends[backend].address
    forward servers
  }

  on packet(ip: ipv4, l4: tcp | udp) from servers where l4.source == service {
    let request = FiveTuple4(ip.destination, vip, ip.protocol, l4.destination, l4.source)
    let backend = connections[request] else drop "no connection"
    if backends[backend].address != ip.source { drop "not its backend" }
    ip.source = vip
    forward clients
  }

  otherwise drop "not for the service"
}
