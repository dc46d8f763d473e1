/// Port knocking: a service opens to a client that has sent TCP SYNs to three ports, in order.
///
/// Each knock must come within ten seconds of the last; a wrong one begins anew. The service is then open to that
/// address for as long as its packets come at least every five minutes. Knocks themselves are dropped, so that a scan
/// learns nothing.
///
/// Limits: IPv4; knocks can be overheard. Everything but the service and the knocks passes.
nf PortKnocking {
  param service: u16 = 22
  param first: u16 = 7001
  param second: u16 = 8002
  param third: u16 = 9003
  port outside, inside

  enum Progress: u8 { heardFirst, heardSecond }
  struct Client { progress: Progress }

  state knocking: map[ipv4 -> Client] {
    capacity 8192
    expire idle 10s
    full evict oldest
  }
  state admitted: set[ipv4] {
    capacity 8192
    expire idle 300s
    full drop "too many clients"
  }

  on packet(ip: ipv4) where ip.isFragment { drop "fragment" }

  on packet(ip: ipv4, tcp) from outside where tcp.destination == service {
    if admitted.contains(ip.source) { forward inside }
    drop "not admitted"
  }

  on packet(ip: ipv4, tcp) from outside
    where tcp.syn and (tcp.destination == first or tcp.destination == second or tcp.destination == third) {
    if tcp.destination == first {
      insert knocking[ip.source] = Client(progress: Progress.heardFirst)
      drop "knock"
    }
    let client = knocking[ip.source] else drop "knock"
    if tcp.destination == second and client.progress == Progress.heardFirst {
      client.progress = Progress.heardSecond
      drop "knock"
    }
    if tcp.destination == third and client.progress == Progress.heardSecond {
      remove client
      insert admitted[ip.source]
      drop "knock"
    }
    remove client
    drop "knock"
  }

  otherwise forward other
}
