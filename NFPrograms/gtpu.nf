/// GTP-U uplink classifier: takes user packets out of their tunnel and gives them the class of their bearer.
///
/// A G-PDU from the radio side (UDP port 2152, 3GPP TS 29.281) that is addressed to this gateway is looked up by its
/// tunnel endpoint identifier in the config table `bearers`: the subscriber's address, which must be the inner
/// packet's source, and the class. The config table `rules` may give traffic another class by its destination. The
/// inner packet leaves to the core without the tunnel, with that class. Packets and bytes are counted by bearer.
///
/// Limits: uplink only, IPv4 inside of IPv4; fragments of tunnel packets are dropped, and inner fragments are
/// classified by addresses alone; echo requests and other messages of GTP-U go to the control plane.
nf UplinkClassifier {
  param gateway: ipv4 = 192.0.2.1
  port radio, core

  struct Bearer { subscriber: ipv4, class: bit<6>, counter: u32 }

  config table bearers: map[u32 -> Bearer] { capacity 16_384 }
  config table rules: acl[(destination: ipv4, protocol: u8, port: range u16) -> bit<6>] { capacity 64 }
  state usage: counter[16_384]

  fn mark(gtpu: gtpu, ip: ipv4, port: u16) {
    let bearer = bearers[gtpu.teid] else drop "unknown tunnel"
    if ip.source != bearer.subscriber { drop "spoofed subscriber" }
    usage[bearer.counter].count()
    ip.dscp = bearer.class
    let special = rules[ip.destination, ip.protocol, port] else { return }
    ip.dscp = special
  }

  fragments drop "fragment"

  on packet(outer: ipv4, udp, gtpu, ip: ipv4, l4: tcp | udp) from radio where outer.destination == gateway {
    mark(gtpu, ip, l4.destination)
    pop outer to ip
    forward core
  }

  on packet(outer: ipv4, udp, gtpu, ip: ipv4) from radio where outer.destination == gateway {
    mark(gtpu, ip, 0)
    pop outer to ip
    forward core
  }

  on packet(ip: ipv4, udp) from radio where ip.destination == gateway and udp.destination == 2152 {
    to control plane
  }

  otherwise drop "not a tunnel"
}
