/// Subscriber lines, as a broadband gateway sees them: QinQ on the access side, plain Ethernet to the core.
///
/// The outer and inner tag of a frame name its line (TR-101). The config table `lines` gives the line's address, its
/// station and a number; what it sends must come from that address (anti-spoofing, BCP 38). Upstream the tags are
/// taken off; downstream the line is found by the destination address and both tags are put on. Each line may send
/// and receive at rates of its own, in bytes of the frame per second.
///
/// Limits: IPv4, one address a line; ARP goes to the control plane; the rates are the same for all lines; broadcast
/// does not pass.
nf SubscriberLines {
  param gateway: mac = 02:00:00:00:00:01
  param upstreamRate: u64 = 1_250_000
  param upstreamBurst: u64 = 62_500
  param downstreamRate: u64 = 6_250_000
  param downstreamBurst: u64 = 312_500
  port access, core

  struct Line { address: ipv4, number: u32 }
  struct Place { outer: bit<12>, inner: bit<12>, station: mac, number: u32 }

  config table lines: map[(outer: bit<12>, inner: bit<12>) -> Line] { capacity 32_768 }
  config table places: map[ipv4 -> Place] { capacity 32_768 }
  state upstream: meter[u32] {
    rate upstreamRate
    burst upstreamBurst
    capacity 32_768
    expire idle 60s
    full drop "meter table full"
  }
  state downstream: meter[u32] {
    rate downstreamRate
    burst downstreamBurst
    capacity 32_768
    expire idle 60s
    full drop "meter table full"
  }

  on packet(eth, outer: vlan, inner: vlan, ip: ipv4) from access {
    let line = lines[outer.id, inner.id] else drop "unknown line"
    if ip.source != line.address { drop "spoofed address" }
    upstream[line.number].take(packet.length) else drop "upstream rate"
    pop outer to ip
    forward core
  }

  on packet(outer: vlan, inner: vlan, arp) from access { to control plane }

  on packet(eth, ip: ipv4) from core {
    let place = places[ip.destination] else drop "no such subscriber"
    downstream[place.number].take(packet.length) else drop "downstream rate"
    eth.source = gateway
    eth.destination = place.station
    push (outer: vlan(id: place.outer), inner: vlan(id: place.inner)) before ip
    forward access
  }

  on packet(arp) from core { to control plane }

  otherwise drop "not a subscriber's"
}
