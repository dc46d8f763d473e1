/// Names that were nearly right; a second look is needed where one mistake hides another.
nf T {
  port inside, outside
  struct Counts { packets: u64, bytes: u64 }
  stat flows: mapp[FiveTuple -> Counts] { capcity 1024  expire idle 10s  full evict oldest }
  state talkers: sketch[ipv6] { rows 4  columns 1024 }

  on packet(ip: ipv4 | ipv6, l4: tpc) from insid {
    let flow = FiveTupel(ip, l4)
    talkers.ad(ip.sorce, packet.lenght)
    let counts = flws[flow] else {
      insert flows[flow] = Counts(packet: 1, bytes: packet.length)
      forward othr
    }
    counts.packts += 1
    forward outsied
  }
  otherwise drop "no"
}
