nf T {
  port a, b
  header Odd { kind: bit<4> } after udp where destination == 7
  header Nowhere { kind: u8 }
  header Deep { wait: duration } after eth where type == 0x1234
  header Any { kind: u8 } after ipv4
  header Behind { kind: u8 } after icmp
  header Range { kind: u8 } after udp where destination > 7
  header Long { kind: u8, address: ipv4 } after tcp length kind + address
  header Wrong { kind: u8 } after udp where destinatoin == 7
  header Own { kind: u8 } after Own where kind == 1
  header Empty { } after udp
  header Tag { id: u16 } after eth where type == 0x8100
  on packet(ip: ipv4) { forward other }
  otherwise drop "no"
}
