/// Stateful firewall: inside may open sessions, outside may answer.
///
/// TCP, UDP and ICMP echo over IPv4 and IPv6. A TCP session is opened by a SYN from inside only. It ends when either side
/// resets it, or with the first packet after both sides have sent their FIN (the last ACK); other sessions end when no packet
/// has come for five minutes. Packets of a session that is open change no state, so that a NIC can own it.
///
/// A transparent bridge for what addresses need: ARP and IPv6 neighbour discovery pass both ways.
///
/// Limits: sequence numbers are not checked, ICMP errors do not pass, fragments are dropped, and so is IPv6 with extension
/// headers. After a simultaneous close one ACK finds no session.
nf Firewall {
  port inside, outside

  /// Which sides have sent their FIN.
  struct Session { insideClosed: bool, outsideClosed: bool }

  /// By the five-tuple as it is seen from inside.
  state sessions: map[FiveTuple -> Session] {
    capacity 65_536
    expire idle 300s
    full drop "session table full"
  }

  on packet(ip: ipv4 | ipv6) where ip.isFragment {
    drop "fragment"
  }

  // TCP

  on packet(ip: ipv4 | ipv6, tcp) from inside {
    let flow = FiveTuple(ip, tcp)
    let session = sessions[flow] else {
      if not tcp.syn or tcp.ack or tcp.rst or tcp.fin { drop "no session" }
      insert sessions[flow] = Session(insideClosed: false, outsideClosed: false)
      forward outside
    }
    if tcp.rst or session.insideClosed and session.outsideClosed {
      remove session
      forward outside
    }
    if tcp.fin { session.insideClosed = true }
    forward outside
  }

  on packet(ip: ipv4 | ipv6, tcp) from outside {
    let session = sessions[FiveTuple(ip, tcp).reversed] else drop "no session"
    if tcp.rst or session.insideClosed and session.outsideClosed {
      remove session
      forward inside
    }
    if tcp.fin { session.outsideClosed = true }
    forward inside
  }

  // UDP and ICMP echo

  on packet(ip: ipv4 | ipv6, l4: udp | echo request) from inside {
    let flow = FiveTuple(ip, l4)
    sessions[flow] else {
      insert sessions[flow] = Session(insideClosed: false, outsideClosed: false)
    }
    forward outside
  }

  on packet(ip: ipv4 | ipv6, l4: udp | echo reply) from outside {
    sessions[FiveTuple(ip, l4).reversed] else drop "no session"
    forward inside
  }

  // Address resolution: ARP, and ICMPv6 types 133 to 136 (RFC 4861).

  on packet(arp) from inside { forward outside }
  on packet(arp) from outside { forward inside }
  on packet(icmpv6) where icmpv6.type >= 133 and icmpv6.type <= 136 { forward other }

  otherwise drop "not allowed"
}
