nf T {
  port inside, outside
  struct A { b: B }
  struct B { a: A }
  const x = y + 1
  const y = x + 1
  otherwise drop "no"
}
