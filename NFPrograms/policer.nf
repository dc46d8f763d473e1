/// Polices what comes from outside by three colours: each inside address is guaranteed 1 MB/s and may have 2 MB/s.
///
/// A two-rate three-colour marker per destination address (RFC 2698, colour-blind), IPv4 and IPv6; a token is a byte
/// of the frame. Green packets pass, yellow ones pass as class AF13 (RFC 2597: the first to be dropped downstream),
/// red ones are dropped. An address that has received nothing for a minute is forgotten, which its full buckets do
/// not notice; while the table is full, packets to further addresses are dropped. Everything from inside, and what is
/// not IP, passes.
///
/// Limits: one pair of rates for all addresses; fragments are charged like any packet.
nf Policer {
  const af13: bit<6> = 14
  port outside, inside

  state buckets: meter[ipv6] {
    rate 1_000_000
    burst 64_000
    peak rate 2_000_000 burst 128_000
    capacity 65_536
    expire idle 60s
    full drop "bucket table full"
  }

  on packet(ip: ipv4 | ipv6) from outside {
    match buckets[ip.destination].color(packet.length) {
      green => forward inside
      yellow => {
        ip.dscp = af13
        forward inside
      }
      red => drop "over rate"
    }
  }

  on packet() from outside { forward inside }
  on packet() from inside { forward outside }
}
