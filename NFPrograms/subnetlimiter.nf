/// Rate limiter by subnet: what comes from outside is policed by the longest prefix of its destination.
///
/// The config table `subnets` gives each prefix a number; packets of one number share a token bucket of `rate` bytes
/// of the frame per second, with bursts of `burst`. Addresses without a prefix are not limited.
///
/// Limits: one rate for all subnets; IPv4 and IPv6 prefixes of one customer may share a number.
nf SubnetLimiter {
  param rate: u64 = 1_250_000
  param burst: u64 = 125_000
  port outside, inside

  config table subnets4: lpm[ipv4 -> u32] { capacity 4096 }
  config table subnets6: lpm[ipv6 -> u32] { capacity 4096 }

  state buckets: meter[u32] {
    rate rate
    burst burst
    capacity 8192
    expire idle 60s
    full drop "bucket table full"
  }

  on packet(ip: ipv4) from outside {
    let subnet = subnets4[ip.destination] else forward inside
    buckets[subnet].take(packet.length) else drop "over rate"
    forward inside
  }

  on packet(ip: ipv6) from outside {
    let subnet = subnets6[ip.destination] else forward inside
    buckets[subnet].take(packet.length) else drop "over rate"
    forward inside
  }

  otherwise forward other
}
