/// Arrays that packets write, and counters.
nf Counters {
  port inside, outside
  struct Totals { packets: u64, last: instant, source: ipv6 }
  state totals: array[Totals] { size 16 }
  state turns: array[u8] { size 2  consistency exact }
  state all: counter
  state byClass: counter[64] { consistency eventual 1s }

  on packet(ip: ipv4) {
    all.count()
    byClass[ip.dscp].count()
    let place = ip.dscp & 15
    totals[place].packets += 1
    totals[place].last = now
    turns[0] = turns[0] &+ 1
    if totals[place].packets > 1000 or byClass[ip.dscp].bytes > 1_000_000 or all.packets > 5 {
      totals[place] = Totals(packets: 0, last: now, source: ip.source)
      drop "too many"
    }
    forward other
  }
  otherwise drop "no"
}
