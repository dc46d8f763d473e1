/// Source NAT for IPv4: inside hosts share one public address.
///
/// A binding is made by the first TCP or UDP packet or ICMP echo request of a flow from inside, and lives while packets of
/// either direction come at least every two minutes. Each binding has a port of the public address of its own, whatever
/// the destination is; for an echo the identifier plays the port (endpoint-dependent mapping, RFC 4787 and RFC 5382).
///
/// What inside sends to the public address goes to the host that the port belongs to, as if it came from outside
/// (hairpinning), and the answer comes from that port. ICMP errors find the host whose packet they quote, in both
/// directions (RFC 5508).
///
/// Limits: IPv4 only. Fragments are dropped. Addresses inside of payloads (FTP, SIP) are not translated. No echo and no ICMP
/// error goes from inside to inside. Link-layer addresses stay as they are: it is a bump in the wire, ARP does not pass.
nf SourceNAT {
  param public: ipv4 = 203.0.113.1
  port inside, outside

  struct Endpoint { address: ipv4, port: u16 }

  state bindings: map[FiveTuple4 -> u16] {
    capacity 65_536
    expire idle 120s
    full drop "binding table full"
  }
  /// Who answers from outside are meant for.
  state owners: map[(protocol: u8, port: u16) -> Endpoint] { with bindings }
  state ports: pool[u16] { range 1024...65_535  released with bindings }
  /// The port by which a host inside was called, and answers, by itself and the port of who called.
  state answers: map[(protocol: u8, host: ipv4, port: u16, caller: u16) -> u16] {
    capacity 8192
    expire idle 120s
    full drop "hairpin table full"
  }

  on packet(ip: ipv4) where ip.isFragment {
    drop "fragment"
  }

  // From inside to inside.

  on packet(ip: ipv4, l4: tcp | udp) from inside where ip.destination == public {
    let inner = owners[ip.protocol, l4.destination] else drop "no binding"
    let host = inner.address
    let port = inner.port
    let flow = FiveTuple4(ip, l4)
    let mapped = answers[ip.protocol, ip.source, l4.source, l4.destination] else {
      let own = bindings[flow] else {
        let fresh = ports.take() else drop "no free port"
        insert bindings[flow] = fresh
          with owners[ip.protocol, fresh] = Endpoint(ip.source, l4.source)
        use fresh
      }
      answers[ip.protocol, host, port, own] else {
        insert answers[ip.protocol, host, port, own] = l4.destination
      }
      use own
    }
    ip.source = public
    l4.source = mapped
    ip.destination = host
    l4.destination = port
    forward inside
  }

  on packet(ip: ipv4, icmp) from inside where ip.destination == public {
    drop "ICMP to the public address"
  }

  // Out and in.

  on packet(ip: ipv4, l4: tcp | udp | echo request) from inside {
    let flow = FiveTuple4(ip, l4)
    let mapped = bindings[flow] else {
      let fresh = ports.take() else drop "no free port"
      insert bindings[flow] = fresh
        with owners[ip.protocol, fresh] = Endpoint(ip.source, l4.source)
      use fresh
    }
    ip.source = public
    l4.source = mapped
    forward outside
  }

  on packet(ip: ipv4, l4: tcp | udp | echo reply) from outside where ip.destination == public {
    let inner = owners[ip.protocol, l4.destination] else drop "no binding"
    ip.destination = inner.address
    l4.destination = inner.port
    forward inside
  }

  // Errors, about packets that went out and that came in.

  on packet(ip: ipv4, icmp error, quoted: ipv4, l4: tcp | udp | echo request) from outside
    where ip.destination == public and quoted.source == public {
    let inner = owners[quoted.protocol, l4.source] else drop "no binding"
    quoted.source = inner.address
    l4.source = inner.port
    ip.destination = inner.address
    forward inside
  }

  on packet(ip: ipv4, icmp error, quoted: ipv4, l4: tcp | udp) from inside {
    let binding = bindings[FiveTuple4(quoted, l4).reversed] else drop "no binding"
    quoted.destination = public
    l4.destination = binding
    ip.source = public
    forward outside
  }

  otherwise drop "not translated"
}
