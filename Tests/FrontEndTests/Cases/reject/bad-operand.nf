nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    let a = ip.source + 1
    let b = ip.source < ip.destination
    let c = l4.syn < l4.ack
    match FiveTuple(ip, l4) { 1 => drop "one" }
    forward outside
  }
  otherwise drop "no"
}
