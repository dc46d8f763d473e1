/// A firewall for TCP by the library's machine.
import std.tcp

nf Machine {
  port inside, outside
  struct Session { packets: u32, life: TcpLife }
  state sessions: map[FiveTuple -> Session] { capacity 1024  expire idle by life  full drop "full" }

  on packet(ip: ipv4 | ipv6, tcp) from inside {
    let flow = FiveTuple(ip, tcp)
    let session = sessions[flow] else {
      if not opensTcp(tcp) { drop "no session" }
      insert sessions[flow] = Session(packets: 1, life: TcpLife.opening)
      forward outside
    }
    session.packets += 1
    advance session.life(tcp, answer: false)
    forward outside
  }

  on packet(ip: ipv4 | ipv6, tcp) from outside {
    let session = sessions[FiveTuple(ip, tcp).reversed] else drop "no session"
    session.packets += 1
    advance session.life(tcp, answer: true)
    forward inside
  }

  otherwise drop "no TCP"
}
