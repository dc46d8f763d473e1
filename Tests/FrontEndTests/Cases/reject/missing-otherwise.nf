nf T {
  port inside, outside
  on packet() from inside { forward outside }
  on packet(ip: ipv4) from outside { forward inside }
}
