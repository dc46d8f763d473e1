/// A gateway as a chain: a tracker of TCP connections, a firewall that asks it, and a classifier.
///
/// The tracker follows the life of each TCP connection and lets everything on; the firewall lets from outside only what
/// belongs to a connection that the tracker knows, or answers a datagram from inside; the classifier marks what passes
/// by its destination port: interactive, bulk, or best effort. Tracker and firewall share the connections.
///
/// ARP and IPv6 neighbour discovery pass both ways.
///
/// Limits: TCP and UDP over IPv4 and IPv6; fragments are dropped, and so is all other IP traffic.
import std.tcp

nf Tracker {
  port inside, outside

  struct Flow { life: TcpLife, packets: u32 }

  /// By the five-tuple as it is seen from inside.
  shared state flows: map[FiveTuple -> Flow] {
    capacity 65_536
    expire idle by life
    full drop "flow table full"
  }

  fragments drop "fragment"

  on packet(ip: ipv4 | ipv6, tcp) from inside {
    let key = FiveTuple(ip, tcp)
    let flow = flows[key] else {
      if tcp.syn and not tcp.ack and not tcp.rst { insert flows[key] = Flow(life: TcpLife.opening, packets: 1) }
      forward outside
    }
    flow.packets += 1
    advance flow.life(tcp, answer: false)
    forward outside
  }

  on packet(ip: ipv4 | ipv6, tcp) from outside {
    let flow = flows[FiveTuple(ip, tcp).reversed] else forward inside
    flow.packets += 1
    advance flow.life(tcp, answer: true)
    forward inside
  }

  otherwise forward other
}

nf Guard {
  port inside, outside

  struct Flow { life: TcpLife, packets: u32 }

  shared state flows: map[FiveTuple -> Flow] {
    capacity 65_536
    expire idle by life
    full drop "flow table full"
  }

  /// UDP, by the five-tuple as it is seen from inside.
  state datagrams: set[FiveTuple] {
    capacity 65_536
    expire idle 60s
    full drop "session table full"
  }

  fragments drop "fragment"

  on packet(ip: ipv4 | ipv6, tcp) from inside { forward outside }

  on packet(ip: ipv4 | ipv6, tcp) from outside {
    if flows.contains(FiveTuple(ip, tcp).reversed) { forward inside }
    drop "no such flow"
  }

  on packet(ip: ipv4 | ipv6, udp) from inside {
    let key = FiveTuple(ip, udp)
    datagrams[key] else {
      insert datagrams[key]
    }
    forward outside
  }

  on packet(ip: ipv4 | ipv6, udp) from outside {
    if datagrams.contains(FiveTuple(ip, udp).reversed) { forward inside }
    drop "no such session"
  }

  on packet(arp) { forward other }
  on packet(icmpv6) where icmpv6.type >= 133 and icmpv6.type <= 136 { forward other }

  otherwise drop "not allowed"
}

nf Classifier {
  const expedited: bit<6> = 46
  const scavenger: bit<6> = 8

  port inside, outside

  fragments pass

  on packet(ip: ipv4 | ipv6, l4: tcp | udp) {
    let port = l4.destination
    if port == 22 or port == 53 or port == 5060 {
      ip.dscp = expedited
    } else if port == 20 or port == 21 or port == 119 {
      ip.dscp = scavenger
    } else {
      ip.dscp = 0
    }
    forward other
  }

  otherwise forward other
}

chain Gateway {
  port inside, outside
  Tracker -> Guard -> Classifier
}
