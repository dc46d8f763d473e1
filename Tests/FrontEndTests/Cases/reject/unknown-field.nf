nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp | udp) from inside {
    let a = ip.sorce
    let b = l4.syn
    let c = FiveTuple(ip, l4).sourceport
    forward outside
  }
  otherwise drop "no"
}
