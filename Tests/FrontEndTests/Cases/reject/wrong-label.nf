nf T {
  port inside, outside
  on packet(ip: ipv4, l4: tcp) from inside {
    let a = FiveTuple4(source: ip.source, dest: ip.destination, protocol: 6, sourcePort: 1, destinationPort: 2)
    forward outside
  }
  otherwise drop "no"
}
