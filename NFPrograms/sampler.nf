/// Sampler: forwards everything, and mirrors one packet in `every` to a collector's port, cut out of the stream at random.
///
/// What is sampled is decided by a hash of the clock and the packet's length and addresses, so that no pattern of the traffic can hide. Flows that the
/// operator lists in `watched` are mirrored whole, by either address.
///
/// Limits: mirrored packets are whole and without a header of their own (no sFlow, no ERSPAN); only the host can copy packets.
nf Sampler {
  param every: u64 = 1024
  port left, right, collector

  config table watched: set[ipv6] { capacity 256 }
  state sampled: counter
  state seen: counter

  fn pass() {
    if packet.port == left { forward right }
    forward left
  }

  on packet() from collector { drop "from the collector" }

  on packet(ip: ipv4 | ipv6) {
    seen.count()
    if watched.contains(ip.source) or watched.contains(ip.destination) {
      mirror collector
      pass()
    }
    if hash(now, packet.length, ip.source, ip.destination) % every == 0 {
      sampled.count()
      mirror collector
    }
    pass()
  }

  on packet() { pass() }
}
