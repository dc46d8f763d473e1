/// Sets and maps asked whether they hold a key.
nf Sets {
  port inside, outside
  config table limits: array[u32] { size 4 }
  state blocked: set[ipv6] { capacity 64  expire fixed 30s  full { overflows.count()  to control plane } }
  state overflows: counter
  state sessions: map[FiveTuple -> u8] { capacity 64  expire idle 30s  full evict oldest  consistency eventual 10ms }
  /// Second keys of the sessions' records.
  state pairs: set[(a: ipv6, b: ipv6)] { with sessions }

  on packet(ip: ipv4, l4: udp) from inside where not blocked.contains(ip.source) {
    let flow = FiveTuple(ip, l4)
    let isKnown = sessions.contains(flow) or sessions.contains(flow.reversed) and packet.length > limits[0]
    if not isKnown and not pairs.contains((ip.source, ip.destination)) {
      insert sessions[flow] = 1 with pairs[ip.source, ip.destination]
    }
    if l4.destination == 7 or blocked.contains(ip.destination) { insert blocked[ip.source] }
    forward outside
  }
  on packet(ip: ipv4) {
    let entry = blocked[ip.source] else drop "no"
    remove entry
    reply
  }
  otherwise drop "no"
}
