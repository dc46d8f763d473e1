nf T {
  port a, b
  header Odd { first: u16, last: u8 } after udp where destination == 7
  header Next { value: u16 } after Odd where last == 1
  on packet(udp, odd: Odd, next: Next) {
    odd.first = 1
    odd.last = 1
    next.value = 2
    forward other
  }
  otherwise drop "no"
}
