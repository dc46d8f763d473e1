/// Enums, functions, procedures, variables, loops, choices.
nf Functions {
  port inside, outside
  enum Class: u8 { bulk, interactive = 3, control }
  param favourite: Class = Class.bulk
  struct Seen { count: u32, class: Class }
  state flows: map[FiveTuple -> Seen] { capacity 1024  expire idle 60s  full drop "full" }

  fn lower(a: u32, b: u32) -> u32 {
    if a < b { return a }
    return b
  }

  fn classify(l4: tcp | udp) -> Class {
    if l4 is udp { return Class.interactive }
    for port in 22 ... 23 {
      if l4.destination == port { return Class.control }
    }
    return favourite
  }

  fn age(ip: ipv4 | ipv6) {
    if ip.ttl <= 1 { drop "too old" }
    ip.ttl = ip.ttl -| 1
  }

  fn isNew(flow: FiveTuple) -> bool {
    flows[flow] else { return true }
    return false
  }

  fn count(flow: FiveTuple, class: Class) {
    let seen = flows[flow] else {
      insert flows[flow] = Seen(count: 1, class: class)
      return
    }
    seen.count += 1
    match seen.class {
      Class.bulk => return
      Class.interactive, Class.control => { seen.class = class }
    }
  }

  on packet(ip: ipv4 | ipv6, l4: tcp | udp) from inside where lower(packet.length, 100) == 100 {
    age(ip)
    let flow = FiveTuple(ip, l4)
    let class = classify(l4)
    let weight = match class {
      Class.bulk => 1
      Class.interactive => if isNew(flow) { 2 } else { 4 }
      Class.control => { let doubled = 2 * l4.source
        u32(doubled) }
    }
    var sum: u32 = weight
    for i in 0 ..< 4 {
      if i == 2 { continue }
      if sum > 1_000 { break }
      sum += packet.length >> i
    }
    count(flow, class)
    if sum > 2_000 { drop "heavy" }
    forward outside
  }

  otherwise forward other
}
