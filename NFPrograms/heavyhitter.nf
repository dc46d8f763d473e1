/// Hierarchical heavy hitters: finds the sources, and the networks of sources, that send more than their share.
///
/// The bytes of IPv4 packets are counted in four count-min sketches, by source /8, /16, /24 and address, and in all. A prefix is a heavy
/// hitter when it has sent more than one in `share` of all bytes; a packet of a heavy address, or of a heavy /24 none of whose addresses is
/// known to be heavy, is reported to the control plane, once a minute for each prefix, and everything is forwarded.
///
/// Limits: IPv4; a sketch counts too much at most; counts are from the start of the program; nothing is reported before 1 MB has passed.
nf HeavyHitters {
  param share: u64 = 64
  const warmUp = 1_000_000
  port left, right

  struct Totals { bytes: u64 }
  struct Hitter { prefix: ipv4, length: u8, bytes: u64, all: u64 }

  state all: array[Totals] { size 1 }
  state by8: sketch[u8] { rows 2  columns 256 }
  state by16: sketch[u16] { rows 3  columns 4096 }
  state by24: sketch[u32] { rows 4  columns 8192 }
  state by32: sketch[ipv4] { rows 4  columns 16_384 }
  /// Prefixes that were reported lately, by address and length.
  state reported: set[(prefix: u32, length: u8)] {
    capacity 4096
    expire fixed 60s
    full drop "report table full"
  }
  stream hitters: Hitter

  /// Reports a prefix that has more than its share, unless it was reported within the last minute.
  fn report(prefix: u32, length: u8, bytes: u64) {
    reported[prefix, length] else {
      insert reported[prefix, length] else forward other
      export hitters(Hitter(ipv4(prefix), length, bytes, all[0].bytes))
    }
  }

  on packet(ip: ipv4) {
    let source = u32(ip.source)
    let of8 = by8.add(u8(source >> 24), packet.length)
    let of16 = by16.add(u16(source >> 16), packet.length)
    let of24 = by24.add(source >> 8, packet.length)
    let of32 = by32.add(ip.source, packet.length)
    all[0].bytes += packet.length
    let limit = all[0].bytes / share
    if all[0].bytes < warmUp { forward other }
    if of32 > limit {
      report(source, 32, of32)
      forward other
    }
    if of24 > limit {
      report(source & 0xffff_ff00, 24, of24)
      forward other
    }
    if of16 > limit {
      report(source & 0xffff_0000, 16, of16)
      forward other
    }
    if of8 > limit { report(source & 0xff00_0000, 8, of8) }
    forward other
  }

  otherwise forward other
}
