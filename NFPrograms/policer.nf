/// Polices what comes from outside: each inside address may receive 1 MB/s, in bursts of 64 kB.
///
/// A token bucket per destination address, IPv4 and IPv6; a token is a byte of the frame. Packets above the rate are
/// dropped. An address that has received nothing for a minute is forgotten, which its full bucket does not notice; while the
/// table is full, packets to further addresses are dropped. Everything from inside, and what is not IP, passes.
///
/// Limits: one rate for all addresses; fragments are charged like any packet.
nf Policer {
  port outside, inside

  state buckets: meter[ipv6] {
    rate 1_000_000
    burst 64_000
    capacity 65_536
    expire idle 60s
    full drop "bucket table full"
  }

  on packet(ip: ipv4 | ipv6) from outside {
    buckets[ip.destination].take(packet.length) else drop "over rate"
    forward inside
  }

  on packet() from outside { forward inside }
  on packet() from inside { forward outside }
}
