nf T {
  port a, b
  enum Color { red, green, blue }
  param color: Color = Color.red
  on packet(ip: ipv4, l4: tcp | udp) {
    match color { Color.red => reply  Color.blue => reply }
  }
  otherwise drop "no"
}
