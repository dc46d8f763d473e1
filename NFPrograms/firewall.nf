/// Stateful firewall: inside may open sessions, outside may answer.
///
/// TCP, UDP and ICMP echo over IPv4 and IPv6. A TCP session is opened by a SYN from inside only, and follows the life cycle
/// of `std.tcp`: it ends when either side resets it, or when no packet has come for as long as its state allows, which is two
/// hours once it is established and two minutes after a FIN. Sessions of UDP and echo end after two minutes of silence.
/// Packets of an established session change no state, so that a NIC can own it.
///
/// A transparent bridge for what addresses need: ARP and IPv6 neighbour discovery pass both ways.
///
/// Limits: sequence numbers are not checked, ICMP errors do not pass, fragments are dropped.
import std.tcp

nf Firewall {
  port inside, outside

  struct Session { life: TcpLife }

  /// TCP, by the five-tuple as it is seen from inside.
  state sessions: map[FiveTuple -> Session] {
    capacity 65_536
    expire idle by life
    full drop "session table full"
  }
  /// UDP and echo, likewise.
  state exchanges: set[FiveTuple] {
    capacity 65_536
    expire idle 120s
    full drop "exchange table full"
  }

  fragments drop "fragment"

  // TCP

  on packet(ip: ipv4 | ipv6, tcp) from inside {
    let flow = FiveTuple(ip, tcp)
    let session = sessions[flow] else {
      if not opensTcp(tcp) { drop "no session" }
      insert sessions[flow] = Session(life: TcpLife.opening)
      forward outside
    }
    advance session.life(tcp, answer: false)
    forward outside
  }

  on packet(ip: ipv4 | ipv6, tcp) from outside {
    let session = sessions[FiveTuple(ip, tcp).reversed] else drop "no session"
    advance session.life(tcp, answer: true)
    forward inside
  }

  // UDP and ICMP echo

  on packet(ip: ipv4 | ipv6, l4: udp | echo request) from inside {
    let flow = FiveTuple(ip, l4)
    exchanges[flow] else {
      insert exchanges[flow]
    }
    forward outside
  }

  on packet(ip: ipv4 | ipv6, l4: udp | echo reply) from outside {
    exchanges[FiveTuple(ip, l4).reversed] else drop "no session"
    forward inside
  }

  // Address resolution: ARP, and ICMPv6 types 133 to 136 (RFC 4861).

  on packet(arp) { forward other }
  on packet(icmpv6) where icmpv6.type >= 133 and icmpv6.type <= 136 { forward other }

  otherwise drop "not allowed"
}
