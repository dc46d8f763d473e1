/// Layer 4 load balancer that sends connections to its servers in tunnels, IP in IP; they answer the clients
/// directly.
///
/// A new connection to the virtual address is given a server by Maglev hashing, in proportion to the weights in the
/// config table `backends`, and keeps it while its packets come at least every two minutes (as Katran and IPVS do).
/// The packet travels unchanged inside of an IPv4 packet to the server (RFC 2003), which has the virtual address on a
/// loopback device.
///
/// Limits: IPv4; TCP and UDP on any port; fragments are dropped; the servers' network must take 20 bytes more.
nf TunnelBalancer {
  param vip: ipv4 = 192.0.2.10
  param self: ipv4 = 10.0.0.1
  port clients, servers

  struct Server { address: ipv4, weight: u32 }

  config table backends: array[Server] { size 256 }
  state ring: maglev over backends by weight { size 65_521 }
  state connections: map[FiveTuple4 -> u32] {
    capacity 131_072
    expire idle 120s
    full drop "connection table full"
  }

  fragments drop "fragment"

  on packet(ip: ipv4, l4: tcp | udp) from clients where ip.destination == vip {
    let flow = FiveTuple4(ip, l4)
    let backend = connections[flow] else {
      let chosen = ring.pick(hash(flow)) else drop "no server"
      insert connections[flow] = chosen
      use chosen
    }
    push ipv4(source: self, destination: backends[backend].address, ttl: 64) before ip
    forward servers
  }

  otherwise drop "not for the service"
}
