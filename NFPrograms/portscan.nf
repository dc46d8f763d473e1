/// Port-scan detector: a source that tries more than `most` services within a minute is blocked for ten.
///
/// A service is a destination address and port; those that each source tried are kept for a minute from the first
/// try, and counted by source. TCP SYNs and UDP packets from outside count; packets of known services pass without a
/// change of state.
///
/// Limits: IPv4 and IPv6; a scan slower than `most` a minute, or from many sources, is not seen. While the table of
/// tries is full further tries pass uncounted.
nf PortScanDetector {
  param most: u32 = 64
  port outside, inside

  struct Try { at: u8 }

  state tries: map[(source: ipv6, destination: ipv6, port: u16) -> Try] {
    capacity 131_072
    expire fixed 60s
    full drop "table of tries full"
  }
  state services: tally of tries by source
  state scanners: set[ipv6] {
    capacity 8192
    expire fixed 600s
    full drop "scanner table full"
  }

  fragments drop "fragment"

  on packet(ip: ipv4 | ipv6) from outside where scanners.contains(ip.source) {
    drop "scanner"
  }

  on packet(ip: ipv4 | ipv6, l4: tcp | udp) from outside {
    if l4 is tcp { if not l4.syn or l4.ack { forward inside } }
    tries[ip.source, ip.destination, l4.destination] else {
      if services[ip.source] >= most {
        insert scanners[ip.source]
        drop "scan detected"
      }
      insert tries[ip.source, ip.destination, l4.destination] = Try(at: 0) else forward inside
    }
    forward inside
  }

  otherwise forward other
}
