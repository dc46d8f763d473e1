/// A meter whose full table lets packets pass, and a ring.
nf MeterAndRing {
  port left, right, uplink

  struct Backend { address: ipv4, weight: u32 }
  config table backends: array[Backend] { size 4 }
  state ring: maglev over backends by weight { size 7 }
  state buckets: meter[ipv4] { rate 1000  burst 500  capacity 8  expire idle 1s  full forward uplink }
  state seen: sketch[ipv4] { rows 2  columns 16 }

  on packet(ip: ipv4, udp) from left {
    buckets[ip.source].take(packet.length) else {
      let before = seen.estimate(ip.source)
      let after = seen.add(ip.source, 1)
      if before == 0 or after > 100 { drop "over rate" }
    }
    let chosen = ring.pick(hash(ip.source, ip.destination)) else forward uplink
    ip.destination = backends[chosen].address
    forward right
  }
  otherwise drop "no"
}
