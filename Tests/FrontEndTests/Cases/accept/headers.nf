/// Headers of the program's own.
nf Headers {
  port inside, outside

  /// A probe; options follow when its length says so.
  header Probe { version: bit<4>, words: bit<4>, kind: u8, sequence: u16, sender: ipv6 }
    after udp where destination == 9999 or source == 9999
    after eth where type == 0x88b6
    length 4 * words
  header Answer { delay: u32, station: mac, reserved: u16 } after Probe where kind == 2

  on packet(eth, probe: Probe) where probe.version == 1 {
    probe.sequence = probe.sequence &+ 1
    forward other
  }
  on packet(ip: ipv4 | ipv6, probe: Probe, answer: Answer) where answer.delay > 1000 {
    answer.delay = 1000
    answer.station = 02:00:00:00:00:01
    probe.sender = ::1
    forward other
  }
  otherwise drop "no probe"
}
