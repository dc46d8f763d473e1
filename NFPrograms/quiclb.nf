/// QUIC load balancer: a connection keeps its server when the client's address changes.
///
/// The servers of a QUIC service (RFC 9000, UDP port 443) choose connection IDs of eight bytes whose first byte is
/// their number in the config table `servers`, plus 128. A packet with such an ID goes to that server; a client's
/// first packets, whose ID the client chose, go where a Maglev ring over their five-tuple says until the server's ID
/// takes over. Packets to a server get its address, answers the service's; which client an answer is for is in the
/// packet.
///
/// Limits: IPv4; IDs are not encrypted; an ID that a client chose looks like a server's one time in two and then
/// names the server; a server that leaves takes its connections with it.
nf QUICBalancer {
  param service: ipv4 = 192.0.2.10
  port clients, backends

  struct Server { address: ipv4, weight: u32 }

  config table servers: array[Server] { size 128 }
  state ring: maglev over servers by weight { size 4093 }

  header QUIC { long: bit<1>, bits: bit<7> } after udp where destination == 443
  header Long { version: u32, idLength: u8, id: u8 } after QUIC where long == 1
  header Short { id: u8 } after QUIC where long == 0

  fragments drop "fragment"

  fn toServer(ip: ipv4, udp: udp, index: u32) {
    if servers[index].address == 0.0.0.0 { drop "no such server" }
    ip.destination = servers[index].address
    forward backends
  }

  fn byRing(ip: ipv4, udp: udp) {
    let chosen = ring.pick(hash(FiveTuple4(ip, udp))) else drop "no server"
    toServer(ip, udp, chosen)
  }

  on packet(ip: ipv4, udp, form: Long) from clients where ip.destination == service {
    if form.idLength == 8 and form.id >= 128 { toServer(ip, udp, form.id & 127) }
    byRing(ip, udp)
  }

  on packet(ip: ipv4, udp, form: Short) from clients where ip.destination == service {
    if form.id >= 128 { toServer(ip, udp, form.id & 127) }
    byRing(ip, udp)
  }

  on packet(ip: ipv4, udp) from backends where udp.source == 443 {
    ip.source = service
    forward clients
  }

  otherwise drop "not for the service"
}
