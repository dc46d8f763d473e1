nf T {
  port inside, outside
  state sizes: map[(address: ipv4, bytes: u32) -> u32] { capacity 32  expire idle 10s  full evict oldest }
  state turns: set[u32] { capacity 32  expire idle 10s  full evict oldest }
  on packet(ip: ipv4, tcp) {
    if not turns.contains(tcp.sequence) { insert turns[tcp.sequence] }
    insert sizes[ip.source, packet.length] = 1
    forward other
  }
  on packet(ip: ipv4) { forward other }
  otherwise drop "no"
}
