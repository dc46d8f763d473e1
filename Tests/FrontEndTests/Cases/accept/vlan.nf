/// Subscribers behind two tags, servers behind one; what has no tag passes over as it is.
nf Tags {
  port access, core

  on packet(eth, outer: vlan, inner: vlan, ip: ipv4, l4: tcp | udp) from access where outer.id == 100 {
    outer.id = 200
    inner.priority = outer.priority
    ip.source = 192.0.2.1
    forward core
  }
  on packet(tag: vlan) where tag.id == 4095 or tag.dropEligible { drop "reserved" }
  on packet(ip: ipv4 | ipv6, l4: udp) where ip.protocol == 17 and not ip.isFragment { forward other }
  otherwise drop "other"
}
