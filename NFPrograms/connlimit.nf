/// Connection limiter: no client has more than `most` TCP connections open to the servers.
///
/// A connection begins with a SYN from the clients and follows the TCP life cycle of `std.tcp`. It counts until it is reset,
/// or has been silent for too long: two hours once it is established, two minutes after a FIN. A SYN above the limit is
/// dropped, and so is TCP that belongs to no connection. Everything else passes.
///
/// Limits: it counts source addresses, not networks; sequence numbers are not checked; fragments are dropped.
import std.tcp

nf ConnectionLimiter {
  param most: u32 = 16
  port clients, servers

  struct Connection { life: TcpLife }

  /// By the five-tuple as the client sends it.
  state connections: map[FiveTuple -> Connection] {
    capacity 65_536
    expire idle by life
    full drop "connection table full"
  }
  state perClient: tally of connections by source

  fragments drop "fragment"

  on packet(ip: ipv4 | ipv6, tcp) from clients {
    let flow = FiveTuple(ip, tcp)
    let connection = connections[flow] else {
      if not opensTcp(tcp) { drop "no connection" }
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
