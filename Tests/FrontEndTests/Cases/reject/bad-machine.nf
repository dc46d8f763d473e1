nf T {
  port a, b
  machine Life(tcp: tcp) { opening { when tcp.ack -> open }  open 10s }
  struct Session { life: Life }
  state sessions: map[FiveTuple -> Session] { capacity 16  expire idle by life  full drop "full" }
  otherwise drop "no"
}
