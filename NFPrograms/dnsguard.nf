/// DNS amplification guard: DNS answers reach only those who asked.
///
/// A query from inside (UDP to port 53) is remembered for ten seconds by addresses, port and the query's identifier;
/// an answer from outside passes when it fits one, once. An answer that nobody asked for, which is what an
/// amplification attack sends its victim, is dropped. Everything else passes.
///
/// Limits: DNS over UDP on port 53, IPv4 and IPv6; fragments from port 53 can not be told and are dropped, so answers
/// should fit the path's MTU or come over TCP. While the table is full queries still go out but their answers are
/// dropped.
nf DNSGuard {
  port inside, outside

  header DNS {
    id: u16
    response: bit<1>
    opcode: bit<4>
    flags: bit<11>
    questions: u16
    answers: u16
    authorities: u16
    additionals: u16
  } after udp where destination == 53 or source == 53

  struct Asked { at: instant }

  state pending: map[(client: ipv6, server: ipv6, port: u16, id: u16) -> Asked] {
    capacity 65_536
    expire fixed 10s
    full drop "query table full"
  }

  fragments drop "fragment"

  on packet(ip: ipv4 | ipv6, udp, dns: DNS) from inside where udp.destination == 53 and dns.response == 0 {
    insert pending[ip.source, ip.destination, udp.source, dns.id] = Asked(at: now) else forward outside
    forward outside
  }

  on packet(ip: ipv4 | ipv6, udp, dns: DNS) from outside where udp.source == 53 {
    if dns.response == 0 { drop "query from port 53" }
    let asked = pending[ip.destination, ip.source, udp.destination, dns.id] else drop "nobody asked"
    remove asked
    forward inside
  }

  on packet(ip: ipv4 | ipv6, udp) from outside where udp.source == 53 {
    drop "not DNS"
  }

  otherwise forward other
}
