/// What one writes by habit of other languages, and slips of the keyboard in words of this one.
nf T {
  port inside, outside
  state flows: map[ipv4 -> u16] { capacity 16  expire idle 10sec  full evict oldset }
  state talkers: sketch[ipv4] { rows 4  columns 1000 }

  on packet(ip: ipv4, l4: tcp) form inside wehre ip.ttl > 1 {
    if l4.syn && l4.ack || !l4.fin { drop "odd" }
    if ip.ttl = 3 { forwrad outside }
    let source = ip.source else drop "none"
    lett rest = l4.sequence
    l4.source = rest
    talkers.add(source, 1)
    insret flows[source] = l4.source
    forward outside
  }
  otherwise drop "no"
}
