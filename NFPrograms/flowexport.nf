/// Flow exporter: reports each flow to the control plane, as an IPFIX exporter does.
///
/// A flow is a TCP, UDP or ICMP echo five-tuple in one direction. Its record (packets, bytes, first and last packet,
/// TCP flags seen) is exported when it has been active for a minute since its last report (RFC 7011: active
/// time-out), when TCP ends it, and when it has been idle for fifteen seconds: a queue remembers when to look, and
/// each new flow looks at two others.
///
/// Limits: a flow that is idle is reported when new flows come. While the table is full further flows are not
/// reported. Everything is forwarded.
nf FlowExporter {
  const active = 60s
  const idle = 15s
  port left, right

  struct Counts { packets: u64, bytes: u64, first: instant, last: instant, reported: instant, flags: u8 }
  struct Record {
    source: ipv6, destination: ipv6, protocol: u8, sourcePort: u16, destinationPort: u16,
    packets: u64, bytes: u64, first: instant, last: instant, flags: u8, reason: u8
  }
  enum Reason: u8 { idleTimeout = 1, activeTimeout = 2, endOfFlow = 3 }

  state flows: map[FiveTuple -> Counts] {
    capacity 65_536
    expire idle 120s
    full drop "flow table full"
  }
  state checks: queue[FiveTuple] {
    capacity 65_536
    after 15s
    full drop "check queue full"
  }
  stream records: Record

  on packet(ip: ipv4 | ipv6) where ip.isFragment { forward other }

  /// As in the header (RFC 9293, 3.1), without the bits of congestion.
  fn flagsOf(tcp: tcp) -> u8 {
    return u8(tcp.urg) << 5 | u8(tcp.ack) << 4 | u8(tcp.psh) << 3 | u8(tcp.rst) << 2 | u8(tcp.syn) << 1 | u8(tcp.fin)
  }

  fn report(key: FiveTuple, counts: Counts, reason: Reason) {
    export records(Record(
      key.source, key.destination, key.protocol, key.sourcePort, key.destinationPort,
      counts.packets, counts.bytes, counts.first, counts.last, counts.flags, u8(reason)))
  }

  /// Looks at one flow whose check is due: reports and forgets it when it has been idle, else checks again later.
  fn checkOne() {
    let key = checks.pop() else { return }
    let counts = flows[key] else { return }
    if now -| counts.last >= idle {
      report(key, counts, Reason.idleTimeout)
      remove counts
      return
    }
    checks.push(key) else {}
  }

  fn account(key: FiveTuple, flags: u8, ends: bool) {
    let counts = flows[key] else {
      checkOne()
      checkOne()
      insert flows[key] = Counts(packets: 1, bytes: packet.length, first: now, last: now, reported: now, flags: flags)
        else { return }
      checks.push(key) else {}
      return
    }
    counts.packets += 1
    counts.bytes += packet.length
    counts.last = now
    counts.flags = counts.flags | flags
    if ends {
      report(key, counts, Reason.endOfFlow)
      remove counts
      return
    }
    if now -| counts.reported >= active {
      counts.reported = now
      report(key, counts, Reason.activeTimeout)
    }
  }

  on packet(ip: ipv4 | ipv6, l4: tcp | udp | echo) {
    if l4 is tcp {
      account(FiveTuple(ip, l4), flagsOf(l4), l4.rst or l4.fin)
    } else {
      account(FiveTuple(ip, l4), 0, false)
    }
    forward other
  }

  otherwise forward other
}
