/// SYN-flood guard with SYN cookies: only clients that answer a cookie reach the servers.
///
/// A SYN from a client that is not proven is answered with a SYN-ACK whose sequence number is a cookie: a hash of the
/// flow, a secret and the minute (RFC 4987, section 3.6); nothing is kept. A client that acknowledges the cookie is
/// proven for five minutes, and its connection is reset, so that it tries again and reaches the server. Packets of
/// clients that are not proven go nowhere else.
///
/// Limits: each client's first connection is reset once; a cookie is good for one to two minutes; TCP over IPv4.
/// Everything that is not TCP, and everything from the servers, passes.
nf SynGuard {
  param secret: u64 = 0x5eed_5eed_5eed_5eed
  const minute = 60_000_000_000
  port clients, servers

  state proven: set[ipv4] {
    capacity 131_072
    expire idle 300s
    full drop "too many clients"
  }

  on packet(ip: ipv4) where ip.isFragment { drop "fragment" }

  fn cookie(ip: ipv4, tcp: tcp, age: u64) -> u32 {
    return u32(hash(secret, u64(now) / minute &- age, ip.source, ip.destination, tcp.source, tcp.destination))
  }

  /// Sends the packet back as a segment without data or options.
  fn answer(eth: eth, ip: ipv4, tcp: tcp, sequence: u32, acknowledgment: u32, syn: bool, rst: bool) {
    let station = eth.source
    eth.source = eth.destination
    eth.destination = station
    let address = ip.source
    ip.source = ip.destination
    ip.destination = address
    let port = tcp.source
    tcp.source = tcp.destination
    tcp.destination = port
    ip.ttl = 64
    tcp.sequence = sequence
    tcp.acknowledgment = acknowledgment
    tcp.syn = syn
    tcp.ack = true
    tcp.rst = rst
    tcp.psh = false
    tcp.urg = false
    tcp.ece = false
    tcp.cwr = false
    tcp.headerWords = 5
    tcp.window = 64_240
    resize packet to u32(end(ip) + 20)
    recompute tcp
    reply
  }

  on packet(ip: ipv4, tcp) from clients where proven.contains(ip.source) {
    forward servers
  }

  on packet(eth, ip: ipv4, tcp) from clients {
    if tcp.rst or tcp.fin { drop "not proven" }
    if tcp.syn and not tcp.ack {
      answer(eth, ip, tcp, cookie(ip, tcp, 0), tcp.sequence &+ 1, true, false)
    }
    if not tcp.ack or tcp.syn { drop "not proven" }
    let given = tcp.acknowledgment &- 1
    if given != cookie(ip, tcp, 0) and given != cookie(ip, tcp, 1) { drop "wrong cookie" }
    insert proven[ip.source]
    answer(eth, ip, tcp, tcp.acknowledgment, tcp.sequence, false, true)
  }

  otherwise forward other
}
