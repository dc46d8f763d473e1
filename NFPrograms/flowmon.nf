/// Flow monitor: counts packets and bytes of each flow and finds heavy hitters; forwards everything to the other side.
///
/// Flows are TCP and UDP five-tuples, IPv4 and IPv6, each direction by itself; a flow is forgotten when no packet of it has come
/// for a minute. While the table is full, packets of new flows are not counted by flow. The bytes that each source
/// address sends, by any IP protocol, are counted in a count-min sketch: too high at most, and seldom by much (with 4 rows of
/// 4,096, by over 0.07 % of all bytes in 2 % of the cases; Cormode and Muthukrishnan, 2005).
///
/// Limits: the sketch counts from the start of the program and never forgets.
nf FlowMonitor {
  port left, right

  struct Counts { packets: u64, bytes: u64 }

  state flows: map[FiveTuple -> Counts] {
    capacity 65_536
    expire idle 60s
  }
  /// Bytes by source address.
  state talkers: sketch[ipv6] { rows 4  columns 4096 }

  on packet(ip: ipv4 | ipv6, l4: tcp | udp) {
    talkers.add(ip.source, packet.length)
    let flow = FiveTuple(ip, l4)
    let counts = flows[flow] else {
      // A full table does not hold up traffic.
      insert flows[flow] = Counts(packets: 1, bytes: packet.length) else forward other
      forward other
    }
    counts.packets += 1
    counts.bytes += packet.length
    forward other
  }

  on packet(ip: ipv4 | ipv6) {
    talkers.add(ip.source, packet.length)
    forward other
  }

  otherwise forward other
}
