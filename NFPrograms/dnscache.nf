/// DNS answer cache: answers questions for one IPv4 address that were asked before.
///
/// A query with one question, and nothing else, is told by two hashes over the question's bytes: name, type and class. When a
/// server answers it with one address, the answer is kept as long as its time to live says, an hour at most. A later query with
/// that question is answered at once, with the time that is left, and does not reach the servers. Only answers that were asked
/// for are kept. All other traffic passes.
///
/// Limits: UDP over IPv4; no EDNS; answers of one record, whose name points to the question. Upper and lower case differ.
/// The hashes (2 x 64 bits) are not cryptographic: who chooses names may find two that are taken for each other. Queries and answers
/// with IPv4 options, or in fragments, pass.
nf DNSCache {
  const longest: u32 = 3600
  const second: u64 = 1_000_000_000
  const typeAddress: u16 = 1
  const classInternet: u16 = 1
  const pointer: u16 = 0xc00c
  port clients, servers

  header DNS {
    id: u16
    response: bit<1>, opcode: bit<4>, authoritative: bit<1>, truncated: bit<1>, recursionDesired: bit<1>
    recursionAvailable: bit<1>, reserved: bit<3>, status: bit<4>
    questions: u16, answers: u16, authorities: u16, additionals: u16
  } after udp where destination == 53 or source == 53
  /// A resource record whose name stands in the question (RFC 1035, 3.2.1 and 4.1.4).
  header AddressRecord { name: u16, type: u16, class: u16, life: u32, length: u16, address: ipv4 } after DNS

  struct Question { high: u64, low: u64 }
  struct Answer { address: ipv4, since: instant, life: u32 }

  /// Questions on their way to a server.
  state asked: map[(client: ipv4, server: ipv4, port: u16, id: u16) -> Question] {
    capacity 16_384
    expire fixed 5s
    full evict oldest
  }
  state answers: map[Question -> Answer] {
    capacity 65_536
    expire fixed 1h
    full evict oldest
  }

  /// The 16 bits at a byte of the packet.
  fn word(at: u32) -> u32 { return packet.sum(from: at, count: 2) }

  fragments pass

  on packet(eth, ip: ipv4, udp, dns: DNS) from clients
    where udp.destination == 53 and dns.response == 0 and dns.opcode == 0 and dns.questions == 1 and dns.answers == 0
    and dns.authorities == 0 and dns.additionals == 0 {
    let size = u32(udp.length -| 20)
    // The second hash begins a byte earlier, with one that is 0, so that the bytes fall into other words.
    let question = Question(packet.hash(from: end(dns), count: size),
      packet.hash(from: end(dns) &- 1, count: size &+ 1))
    let known = answers[question] else {
      insert asked[ip.source, ip.destination, udp.source, dns.id] = question
      forward servers
    }
    let age = u32(u64(now -| known.since) / second)
    if age >= known.life {
      remove known
      insert asked[ip.source, ip.destination, udp.source, dns.id] = question
      forward servers
    }
    let left = known.life -| age
    let address = known.address
    resize packet to end(dns) &+ size
    append AddressRecord(name: pointer, type: typeAddress, class: classInternet, life: left, length: 4, address: address)
    dns.response = 1
    dns.authoritative = 0
    dns.recursionAvailable = 1
    dns.answers = 1
    let station = eth.source
    eth.source = eth.destination
    eth.destination = station
    let host = ip.source
    ip.source = ip.destination
    ip.destination = host
    let port = udp.source
    udp.source = udp.destination
    udp.destination = port
    ip.ttl = 64
    recompute udp
    reply
  }

  on packet(ip: ipv4, udp, dns: DNS) from servers where udp.source == 53 and dns.response == 1 {
    let query = asked[ip.destination, ip.source, udp.destination, dns.id] else forward clients
    let size = u32(udp.length -| 36)
    let record = end(dns) &+ size
    if query.high != packet.hash(from: end(dns), count: size)
      or query.low != packet.hash(from: end(dns) &- 1, count: size &+ 1)
      or dns.truncated == 1 or dns.status != 0 or dns.questions != 1 or dns.answers != 1
      or dns.authorities != 0 or dns.additionals != 0 or word(record) != pointer or word(record &+ 2) != typeAddress
      or word(record &+ 4) != classInternet or word(record &+ 10) != 4 { forward clients }
    let life = word(record &+ 6) << 16 | word(record &+ 8)
    let kept = if life < longest { life } else { longest }
    let address = ipv4(word(record &+ 12) << 16 | word(record &+ 14))
    let question = Question(query.high, query.low)
    remove query
    insert answers[question] = Answer(address: address, since: now, life: kept)
    forward clients
  }

  otherwise forward other
}
