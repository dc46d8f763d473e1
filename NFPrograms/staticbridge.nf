/// Static bridge: frames go where the operator says.
///
/// The config table `stations` gives the port of each station. A frame for a station that is not listed, or from one
/// on another port than listed, is dropped; broadcast goes to all other ports.
///
/// Limits: other groups are dropped; tags are not looked at.
nf StaticBridge {
  port a, b, c, d

  config table stations: map[mac -> port] { capacity 4096 }

  on packet(eth) {
    let home = stations[eth.source] else drop "unknown source"
    if home != packet.port { drop "source on a wrong port" }
    if eth.destination == ff:ff:ff:ff:ff:ff { flood }
    let target = stations[eth.destination] else drop "unknown destination"
    if target == packet.port { drop "already there" }
    forward to target
  }

  otherwise drop "no Ethernet"
}
