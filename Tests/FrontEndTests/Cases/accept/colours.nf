/// Meters of three colours: one rate with an excess burst, and two rates.
nf Colours {
  port inside, outside
  state single: meter[ipv4] { rate 1000  burst 500  excess burst 800  capacity 8  expire idle 1s  full drop "full" }
  state double: meter[u8] { rate 1000  burst 500  peak rate 2000 burst 900  capacity 8  expire idle 1s  full evict oldest }

  on packet(ip: ipv4) from inside {
    match single[ip.source].color(packet.length) {
      green => ip.dscp = 10
      yellow => ip.dscp = 12
      red => drop "over rate"
    }
    forward outside
  }
  on packet(ip: ipv4) from outside {
    match double[ip.protocol].color(packet.length) {
      red => drop "over peak"
      otherwise => {}
    }
    forward inside
  }
  otherwise drop "no"
}
