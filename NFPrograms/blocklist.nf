/// DDoS blocklist: drops what comes from listed networks, and what floods.
///
/// The operator lists networks in `blocked4` and `blocked6`, and exceptions as longer prefixes with `allow`. Besides,
/// a source that sends more than `rate` packets per second, in bursts of `burst`, is blocked by itself for a minute.
///
/// Limits: sources can be forged, so the automatic part can be turned against others: list those to spare as
/// exceptions.
nf Blocklist {
  param rate: u64 = 10_000
  param burst: u64 = 20_000
  port outside, inside

  enum Treatment: u8 { block, allow }

  config table blocked4: lpm[ipv4 -> Treatment] { capacity 65_536 }
  config table blocked6: lpm[ipv6 -> Treatment] { capacity 65_536 }
  state rates: meter[ipv6] {
    rate rate
    burst burst
    capacity 65_536
    expire idle 10s
    full drop "source table full"
  }
  state flooders: set[ipv6] {
    capacity 16_384
    expire fixed 60s
    full drop "flooder table full"
  }

  fn limit(source: ipv6) {
    if flooders.contains(source) { drop "flooder" }
    rates[source].take(1) else {
      insert flooders[source]
      drop "flood"
    }
  }

  on packet(ip: ipv4) from outside {
    let listed = blocked4[ip.source] else {
      limit(ip.source)
      forward inside
    }
    if listed == Treatment.block { drop "blocked" }
    forward inside
  }

  on packet(ip: ipv6) from outside {
    let listed = blocked6[ip.source] else {
      limit(ip.source)
      forward inside
    }
    if listed == Treatment.block { drop "blocked" }
    forward inside
  }

  otherwise forward other
}
