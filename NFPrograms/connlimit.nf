/// Connection limiter: no client has more than `most` TCP connections open to the servers.
///
/// A connection begins with a SYN from the clients and follows the TCP life cycle of `std.tcp`; it stops counting
/// when it is closed, reset or silent for too long. A SYN above the limit is dropped. Packets without a connection
/// are dropped, everything that is not TCP passes.
///
/// Limits: TCP over IPv4 and IPv6; the limit counts source addresses, not networks; sequence numbers are not checked.
import std.tcp

nf ConnectionLimiter {
  param most: u32 = 16
  port clients, servers

  struct Connection { life: TcpLife }

  state connections: map[FiveTuple -> Connection] {
    capacity 65_536
    expire idle by life
    full drop "connection table full"
  }
  state perClient: tally of connections by source

  on packet(ip: ipv4 | ipv6) where ip.isFragment { drop "fragment" }

  on packet(ip: ipv4 | ipv6, tcp) from clients {
    let flow = FiveTuple(ip, tcp)
    let connection = connections[flow] else {
      if not tcp.syn or tcp.ack or tcp.rst or tcp.fin { drop "no connection" }
      if perClient[ip.source] >= most { drop "too many connections" }
      insert connections[flow] = Connection(life: TcpLife.opening)
      forward servers
    }
    advance connection.life(tcp, answer: false)
    forward servers
  }

  on packet(ip: ipv4 | ipv6, tcp) from servers {
    let connection = connections[FiveTuple(ip, tcp).reversed] else drop "no connection"
    advance connection.life(tcp, answer: true)
    forward clients
  }

  otherwise forward other
}
