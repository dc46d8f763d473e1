/// Source NAT for IPv4: inside hosts share one public address.
///
/// A binding is made by the first TCP or UDP packet or ICMP echo request of a flow from inside, and lives while packets of
/// either direction come at least every two minutes. Each binding has a port of the public address of its own, whatever
/// the destination is; for an echo the identifier plays the port.
///
/// Limits: IPv4 only. Fragments are dropped. ICMP errors, and addresses inside of payloads (FTP, SIP), are not translated.
/// Link-layer addresses stay as they are: it is a bump in the wire, ARP does not pass.
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

  on packet(ip: ipv4) where ip.isFragment {
    drop "fragment"
  }

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

  otherwise drop "not translated"
}
