/// The measured programs of the Agilio study (`PerfModels/agilio-cx-1x40.yaml`), by parameters.
///
/// What is not TCP over IPv4 goes to the control plane. Then `lookups` - 1 lookups in a table of `map_entries`
/// entries, each dropped on a miss and, if `atomic`, followed by adding one to the value, and a last one in a second
/// table, by both ports, whose hit sends the packet back. `blocks` adds, cumulatively: 1, an outer IPv4 header with
/// its checksum; 2, three comparisons of link-layer addresses and their swap; 3, eight tests of IPv4 fields, the IPv4
/// checksum recomputed and compared, addresses swapped; 4, nine tests of TCP fields, ports swapped; 5, a TCP checksum
/// over 40 bytes at most.
///
/// The control path fills both tables. Where there is none, as in a test, `fill` lets packets from `control` make the
/// first one's entries; no card can do that, so it is off.
///
/// Limits: a benchmark, of no other use. At most five lookups; `map_entries` has to be a power of two; the parameters
/// are settled when compiling. Headers with IPv4 options are dropped from block 3 on. Fragments go to the control
/// plane.
nf Synthetic {
  param map_entries: u32 = 65_536
  param blocks: u8 = 0
  param lookups: u32 = 1
  param atomic: bool = false
  param fill: bool = false
  // What a constant is made of is settled when compiling, and what it guards folds away.
  const mask = map_entries &- 1
  const hops = lookups &- 1
  const counting = atomic
  const depth = blocks
  const filling = fill
  port wire, control

  struct Value { number: u64 }

  state values: map[u32 -> Value] { capacity map_entries  full drop "table full" }
  config table verdicts: map[u32 -> u8] { capacity map_entries }

  /// The keys of the lookups before the last one, in order.
  fn key(ip: ipv4, tcp: tcp, turn: u32) -> u32 {
    if turn == 0 { return (u32(ip.source) << 16 | ip.identification) & mask }
    if turn == 1 { return u32(ip.source) & mask }
    if turn == 2 { return tcp.sequence & mask }
    return (u32(tcp.destination) << 16 | tcp.source) & mask
  }

  fn ports(tcp: tcp) -> u32 { return u32(tcp.source) << 16 | tcp.destination }

  /// Block 2.
  fn swapStations(eth: eth) {
    if eth.source == eth.destination or eth.source == 00:00:00:00:00:00 or eth.destination == 00:00:00:00:00:00 {
      drop "link-layer addresses"
    }
    let station = eth.source
    eth.source = eth.destination
    eth.destination = station
  }

  /// Block 3.
  fn swapAddresses(ip: ipv4, tcp: tcp) {
    if ip.version != 4 or ip.headerWords != 5 or ip.totalLength < 40 or ip.ttl == 0 or ip.protocol != 6
      or ip.source == ip.destination or ip.source == 0.0.0.0 or ip.destination == 0.0.0.0 { drop "IPv4 fields" }
    if packet.sum(from: end(ip) &- 20, count: 20) != 0xffff { drop "IPv4 checksum" }
    let address = ip.source
    ip.source = ip.destination
    ip.destination = address
  }

  /// Block 4.
  fn swapPorts(tcp: tcp) {
    if tcp.source == 0 or tcp.destination == 0 or tcp.headerWords < 5 or tcp.fin and tcp.syn or tcp.rst and tcp.syn
      or tcp.urg and tcp.urgent == 0 or tcp.window == 0 and tcp.syn or tcp.cwr and tcp.syn and not tcp.ece
      or tcp.psh and tcp.syn { drop "TCP fields" }
    let port = tcp.source
    tcp.source = tcp.destination
    tcp.destination = port
  }

  on packet(ip: ipv4) where ip.isFragment { to control plane }

  on packet(eth, ip: ipv4, tcp) from wire {
    for turn in 0..<4 {
      if turn >= hops { break }
      let value = values[key(ip, tcp, turn)] else drop "no value"
      if counting { value.number += 1 }
    }
    verdicts[ports(tcp)] else drop "no verdict"
    if depth >= 2 { swapStations(eth) }
    if depth >= 3 { swapAddresses(ip, tcp) }
    if depth >= 4 { swapPorts(tcp) }
    if depth >= 5 {
      let segment = u32(ip.totalLength) -| u32(ip.headerWords) << 2
      if packet.sum(from: end(ip), count: segment -| (segment -| 40)) == 0 { drop "empty segment" }
    }
    if depth >= 1 { push ipv4(source: ip.source, destination: ip.destination, ttl: 64) before ip }
    reply
  }

  on packet(ip: ipv4, tcp) from control {
    if not filling { to control plane }
    for turn in 0..<4 {
      if turn >= hops { break }
      insert values[key(ip, tcp, turn)] = Value(number: 0)
    }
    drop "filled"
  }

  otherwise to control plane
}
