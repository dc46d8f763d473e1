nf T {
  port inside, outside
  state m: meter[ipv4] { rate 1  burst 1  excess burst 1  capacity 1  expire idle 1s  full drop "full" }
  on packet(ip: ipv4) {
    match m[ip.source].color(1) { green => forward other }
    drop "no"
  }
  otherwise drop "no"
}
