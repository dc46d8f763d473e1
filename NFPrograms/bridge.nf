/// Learning bridge with four ports.
///
/// A frame's source address is learned with the port it came by, and forgotten when the station has been silent for five
/// minutes (IEEE 802.1D). A frame to a known station goes to its port, or nowhere when that is where it came from; one to an
/// unknown station, to a group or to all is flooded. Stations may move: the last port counts.
///
/// Limits: no spanning tree, so the ports must not form a loop; tags are not looked at; while the table is full new stations
/// are not learned, and what is for them is flooded.
nf LearningBridge {
  port a, b, c, d

  struct Station { at: port }

  state stations: map[mac -> Station] {
    capacity 16_384
    expire idle 300s
    full drop "station table full"
  }

  fn isGroup(address: mac) -> bool { return u64(address) >> 40 & 1 == 1 }

  /// Learns where the sender is; a station that stays where it was changes nothing.
  fn learn(eth: eth) {
    if isGroup(eth.source) { drop "group address as source" }
    let known = stations[eth.source] else {
      insert stations[eth.source] = Station(at: packet.port) else {}
      return
    }
    if known.at != packet.port { known.at = packet.port }
  }

  // Addresses of link-local protocols are not forwarded (IEEE 802.1D, table 7-10).
  on packet(eth) where u64(eth.destination) >> 4 == 0x0180_c200_000 {
    drop "link-local group"
  }

  on packet(eth) {
    learn(eth)
    if isGroup(eth.destination) { flood }
    let station = stations[eth.destination] else flood
    if station.at == packet.port { drop "already there" }
    forward to station.at
  }

  otherwise drop "no Ethernet"
}
