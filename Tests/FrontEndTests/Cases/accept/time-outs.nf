/// Records that live as long as what they hold says.
nf TimeOuts {
  port inside, outside
  enum Life: u8 { opening, open, closing = 4 }
  struct Session { bytes: u32, life: Life, tries: u8 }
  state sessions: map[ipv4 -> Session] {
    capacity 64
    expire idle by life { opening 30s, open 1h  closing 10s }
    full evict oldest
  }
  state attempts: map[ipv4 -> Session] {
    capacity 64
    expire fixed by tries {
      0 1s
      3 5s
      otherwise 2s
    }
    full fallback host
  }

  on packet(ip: ipv4) {
    let session = sessions[ip.source] else {
      insert sessions[ip.source] = Session(bytes: 0, life: Life.opening, tries: 0)
      insert attempts[ip.source] = Session(bytes: 0, life: Life.opening, tries: 0)
      forward other
    }
    session.life = Life.open
    forward other
  }
  otherwise drop "no"
}
