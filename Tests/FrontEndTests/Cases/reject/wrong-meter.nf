nf T {
  port inside, outside
  state one: meter[ipv4] { rate 1  burst 1  capacity 1  expire idle 1s  full drop "full" }
  state two: meter[ipv4] { rate 1  burst 1  excess burst 1  capacity 1  expire idle 1s  full drop "full" }
  on packet(ip: ipv4) {
    two[ip.source].take(1) else drop "over rate"
    match one[ip.source].color(1) { otherwise => drop "no" }
  }
  otherwise drop "no"
}
