/// Conversions to widths that have no name of their own.
nf Widths {
  port inside, outside

  on packet(ip: ipv4) {
    let low = bit<12>(packet.length)
    ip.dscp = bit<6>(low >> 2)
    forward other
  }
  otherwise drop "no"
}
