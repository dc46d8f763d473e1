nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    if l4.syn { drop "syn" }
  }
  otherwise drop "no"
}
