nf T {
  port inside, outside
  on packet() from inside { drop "no }
  otherwise drop "no"
}
