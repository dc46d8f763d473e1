/// A wire: what comes in by one port goes out by the other. It measures what moving packets costs by itself.
nf Wire {
  port inside, outside

  on packet(eth) from inside { forward outside }
  on packet(eth) from outside { forward inside }
  otherwise drop "too short"
}
