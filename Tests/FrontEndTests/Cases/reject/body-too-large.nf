nf T {
  port a, b
  fn f0() { f1()  f1()  f1() }
  fn f1() { f2()  f2()  f2() }
  fn f2() { f3()  f3()  f3() }
  fn f3() { f4()  f4()  f4() }
  fn f4() { f5()  f5()  f5() }
  fn f5() { f6()  f6()  f6() }
  fn f6() { f7()  f7()  f7() }
  fn f7() { f8()  f8()  f8() }
  fn f8() { f9()  f9()  f9() }
  fn f9() { f10()  f10()  f10() }
  fn f10() { }
  on packet(ip: ipv4, l4: tcp | udp) {
    f0()
    reply
  }
  otherwise drop "no"
}
