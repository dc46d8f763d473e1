nf T {
  port inside, outside
  state m: meter[ipv4] { rate 1  burst 1  excess burst 1  capacity 1  expire idle 1s  full drop "full" }
  on packet(ip: ipv4) {
    match m[ip.source].color(1) { blue => drop "blue"  green, yellow, red => forward other }
  }
  otherwise drop "no"
}
