/// Stateful NAT64: IPv6 hosts inside reach IPv4 servers outside (RFC 6146, RFC 7915).
///
/// The last four bytes of a destination in 64:ff9b::/96 (RFC 6052) are the IPv4 address. A binding gives each flow
/// from inside a port of the public address and lives while packets of either direction come at least every two
/// minutes. Headers are translated in both directions, with hop limit and traffic class; a UDP checksum that was left
/// out is computed on the way in, as IPv6 needs one.
///
/// Limits: TCP and UDP only; fragments are dropped; options and extension headers are left behind. Frames with a
/// payload beyond 2,000 bytes would get wrong checksums. The hop limit is not decremented: it is a bump in the wire.
/// What comes in grows by 20 bytes.
nf NAT64 {
  param public: ipv4 = 203.0.113.1
  const prefix: ipv6 = 64:ff9b::
  port inside, outside

  struct Owner { address: ipv6, port: u16 }

  state bindings: map[FiveTuple -> u16] {
    capacity 65_536
    expire idle 120s
    full drop "binding table full"
  }
  /// Who answers from outside are meant for.
  state owners: map[(protocol: u8, port: u16) -> Owner] { with bindings }
  state ports: pool[u16] { range 1024...65_535  released with bindings }

  on packet(ip: ipv4 | ipv6) where ip.isFragment { drop "fragment" }

  on packet(ip: ipv6, l4: tcp | udp) from inside
    where ip.destination.high == prefix.high and ip.destination.low >> 32 == 0 {
    let flow = FiveTuple(ip, l4)
    let mapped = bindings[flow] else {
      let fresh = ports.take() else drop "no free port"
      insert bindings[flow] = fresh
        with owners[flow.protocol, fresh] = Owner(ip.source, l4.source)
      use fresh
    }
    let server = ipv4(u32(ip.destination.low))
    let old = (dscp: ip.dscp, ecn: ip.ecn, ttl: ip.ttl)
    l4.source = mapped
    pop ip to l4
    push ipv4(source: public, destination: server, dscp: old.dscp, ecn: old.ecn, ttl: old.ttl) before l4
    recompute l4
    forward outside
  }

  on packet(ip: ipv4, l4: tcp | udp) from outside where ip.destination == public {
    let owner = owners[ip.protocol, l4.destination] else drop "no binding"
    let server = ipv6(prefix.high, u64(u32(ip.source)))
    let address = owner.address
    let old = (dscp: ip.dscp, ecn: ip.ecn, ttl: ip.ttl)
    l4.destination = owner.port
    pop ip to l4
    push ipv6(source: server, destination: address, dscp: old.dscp, ecn: old.ecn, ttl: old.ttl) before l4
    recompute l4
    forward inside
  }

  otherwise drop "not translated"
}
