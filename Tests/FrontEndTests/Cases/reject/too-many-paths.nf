nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    if l4.source == 1 { ip.ttl = 1 }
    if l4.source == 2 { ip.ttl = 2 }
    if l4.source == 3 { ip.ttl = 3 }
    if l4.source == 4 { ip.ttl = 4 }
    if l4.source == 5 { ip.ttl = 5 }
    if l4.source == 6 { ip.ttl = 6 }
    if l4.source == 7 { ip.ttl = 7 }
    if l4.source == 8 { ip.ttl = 8 }
    if l4.source == 9 { ip.ttl = 9 }
    if l4.source == 10 { ip.ttl = 10 }
    if l4.source == 11 { ip.ttl = 11 }
    if l4.source == 12 { ip.ttl = 12 }
    if l4.source == 13 { ip.ttl = 13 }
    if l4.source == 14 { ip.ttl = 14 }
    if l4.source == 15 { ip.ttl = 15 }
    if l4.source == 16 { ip.ttl = 16 }
    if l4.source == 17 { ip.ttl = 17 }
    if l4.source == 18 { ip.ttl = 18 }
    if l4.source == 19 { ip.ttl = 19 }
    if l4.source == 20 { ip.ttl = 20 }
    if l4.source == 21 { ip.ttl = 21 }
    if l4.source == 22 { ip.ttl = 22 }
    if l4.source == 23 { ip.ttl = 23 }
    forward outside
  }
  otherwise drop "no"
}
