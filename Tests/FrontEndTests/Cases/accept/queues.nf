/// Queues, tallies, Bloom filters and records for the control plane.
nf Queues {
  port inside, outside
  struct Pair { source: ipv4, destination: ipv4 }
  struct Seen { pair: Pair, bytes: u32, first: bool }
  state sessions: map[Pair -> u8] { capacity 64  expire idle 30s  full sample 1 in 16 else drop "full" }
  state perSource: tally of sessions by source
  state perPair: tally of sessions by destination, source
  state due: queue[Pair] { capacity 1024  after 30s  full drop "queue full" }
  state turns: queue[u32] { capacity 4  after 1ms }
  state known: bloom[Pair] { rows 4  columns 65_536 }
  stream flows: Seen

  on packet(ip: ipv4) from inside {
    let pair = Pair(ip.source, ip.destination)
    let isNew = not known.contains(pair)
    known.add(pair)
    if perSource[ip.source] >= 3 or perPair[ip.destination, ip.source] > 0 { drop "too many" }
    insert sessions[pair] = 1
    due.push(pair)
    turns.push(packet.length) else forward outside
    export flows(Seen(pair: pair, bytes: packet.length, first: isNew))
    forward outside
  }
  on packet(ip: ipv4) from outside {
    let pair = due.pop() else drop "nothing is due"
    let length = turns.pop() else { use 0 }
    let found = sessions[pair] else drop "gone"
    remove found
    if length > 100 { drop "long" }
    forward inside
  }
  otherwise drop "no"
}
