nf T {
  port a, b
  on packet(ip: ipv4, l4: tcp | udp) {
    let x = if l4.source == 1 { 5 }
    if x == 5 { reply }
    reply
  }
  otherwise drop "no"
}
