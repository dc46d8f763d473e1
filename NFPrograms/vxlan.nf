/// VXLAN gateway: joins VLANs of a local network with VXLAN segments (RFC 7348).
///
/// A frame from the local side with a VLAN tag goes, without the tag, into the segment that the config table
/// `segments` gives; the remote endpoint is that of the destination station in `remotes`, which learns from what
/// arrives, or the segment's default (a head-end that replicates, or its multicast group). A frame that arrives in a
/// tunnel for this endpoint leaves with its segment's tag.
///
/// Limits: frames with IPv4, IPv6 or ARP; an IPv4 underlay, one hop away (`hop`), whose MTU is 50 bytes larger; the
/// UDP checksum of what is sent is 0 (RFC 7348, section 5); fragments of tunnel packets are dropped. While the table is
/// full further stations are not learned.
nf VXLANGateway {
  param endpoint: ipv4 = 192.0.2.10
  param station: mac = 02:00:00:00:00:0a
  param hop: mac = 02:00:00:00:00:01
  port local, underlay

  struct Segment { vni: bit<24>, group: ipv4 }
  struct Remote { endpoint: ipv4 }

  config table segments: map[bit<12> -> Segment] { capacity 4096 }
  config table tags: map[bit<24> -> bit<12>] { capacity 4096 }
  state remotes: map[(vni: bit<24>, station: mac) -> Remote] {
    capacity 65_536
    expire idle 300s
    full drop "station table full"
  }

  /// Stations may move: the last endpoint counts.
  fn learn(vni: bit<24>, sender: mac, address: ipv4) {
    let known = remotes[vni, sender] else {
      insert remotes[vni, sender] = Remote(endpoint: address) else {}
      return
    }
    if known.endpoint != address { known.endpoint = address }
  }

  on packet(ip: ipv4) from underlay where ip.isFragment { drop "fragment" }

  on packet(frame: eth, tag: vlan) from local {
    let segment = segments[tag.id] else drop "no segment"
    let remote = remotes[segment.vni, frame.destination] else { use Remote(endpoint: segment.group) }
    let entropy = u16(hash(frame.source, frame.destination) & 0x3fff)
    pop tag
    push (
      eth(source: station, destination: hop),
      ipv4(source: endpoint, destination: remote.endpoint, ttl: 64),
      udp(source: 49_152 | entropy, destination: 4789),
      vxlan(vni: segment.vni)
    ) before frame
    forward underlay
  }

  on packet(outer: eth, ip: ipv4, udp, vxlan, frame: eth, inside: ipv4 | ipv6) from underlay
    where ip.destination == endpoint {
    let tag = tags[vxlan.vni] else drop "no segment"
    learn(vxlan.vni, frame.source, ip.source)
    pop outer to frame
    push vlan(id: tag) before inside
    forward local
  }

  on packet(outer: eth, ip: ipv4, udp, vxlan, frame: eth, inside: arp) from underlay
    where ip.destination == endpoint {
    let tag = tags[vxlan.vni] else drop "no segment"
    learn(vxlan.vni, frame.source, ip.source)
    pop outer to frame
    push vlan(id: tag) before inside
    forward local
  }

  otherwise drop "not bridged"
}
