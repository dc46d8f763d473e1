import Diagnostics
import Foundation
import FrontEnd
import IR
import Testing

/// Inputs that nobody would write: the front end answers each with a program or with messages, and comes to an end.
@Suite struct FuzzTests {
  /// SplitMix64: the same inputs on every machine.
  struct Random {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
      return z ^ z >> 31
    }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
    mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
  }

  private func compile(_ bytes: [UInt8]) {
    var log = DiagnosticLog()
    let program = compileToIR(SourceFile(path: "fuzz.nf", bytes: bytes), reportingTo: &log)
    #expect((program == nil) == log.hasErrors)
    #expect(
      !log.diagnostics.contains { $0.identifier == "not-well-formed" },
      "\(log.rendered())\n\(String(decoding: bytes, as: UTF8.self))")
    _ = log.rendered(colour: true)
  }

  private func corpus() throws -> [[UInt8]] {
    let files =
      TestFiles.sources(in: TestFiles.programs)
      + TestFiles.sources(in: TestFiles.cases.appending(path: "accept"))
    return try files.map { [UInt8](try Data(contentsOf: $0)) }
  }

  @Test func randomBytes() {
    var random = Random(state: 1)
    for _ in 0..<2_000 { compile((0..<random.below(200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }) }
  }

  @Test func tokenSoup() {
    let words = """
      nf T { } ( ) [ ] , : ; . ... -> => = += == != < <= > >= + - * / % &+ &- &* +| -| & | ^ << >> param port struct const \
      state config table map pool meter sketch maglev array over by on packet from where otherwise let else if match insert \
      remove forward other drop reply use to control plane is and or not true false with capacity expire idle fixed full evict \
      oldest range released rate burst rows columns size u8 u16 ipv4 ipv6 tcp udp echo request arp FiveTuple hash now a b ip l4 \
      enum fn var for in break continue return -> ..< x.y 1 0 65536 0xff 120s 203.0.113.1 2001:db8::1 02:00:00:00:00:01 "text" // /* */ " \u{2028} é \
      set bloom queue tally of lpm acl counter after excess peak consistency eventual exact sample 1 in fallback host stream \
      export contains count push pop color green yellow red otherwise range
      """.split(separator: " ").map(String.init)
    var random = Random(state: 2)
    for _ in 0..<2_000 {
      let soup = (0..<random.below(80)).map { _ in random.pick(words) + (random.below(6) == 0 ? "\n" : " ") }
      compile(Array(("nf T { port a, b\n" + soup.joined()).utf8))
    }
  }

  @Test func mutatedPrograms() throws {
    let corpus = try corpus()
    var random = Random(state: 3)
    for _ in 0..<1_000 {
      var bytes = random.pick(corpus)
      for _ in 0...random.below(4) { mutate(&bytes, &random, corpus) }
      compile(bytes)
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout Random, _ corpus: [[UInt8]]) {
    guard !bytes.isEmpty else { return }
    let start = random.below(bytes.count)
    let end = min(bytes.count, start + random.below(40))
    switch random.below(5) {
    case 0: bytes[start] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes.removeSubrange(start..<end)
    case 2: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count))
    case 3: bytes.removeSubrange(start...)
    default:
      let other = random.pick(corpus)
      let from = random.below(other.count)
      bytes.insert(contentsOf: other[from..<min(other.count, from + random.below(60))], at: start)
    }
  }

  /// Words of a program exchanged among themselves: much of it still parses, so the checker and the lowering get their share.
  @Test func exchangedWords() throws {
    let corpus = try corpus()
    var random = Random(state: 4)
    for _ in 0..<1_000 {
      var words = String(decoding: random.pick(corpus), as: UTF8.self).split(
        separator: " ", omittingEmptySubsequences: false)
      for _ in 0...random.below(3) {
        let (i, j) = (random.below(words.count), random.below(words.count))
        if random.below(2) == 0 { words.swapAt(i, j) } else { words[i] = words[j] }
      }
      compile(Array(words.joined(separator: " ").utf8))
    }
  }

  @Test(arguments: [
    "(", "[", "{", "not ", "a.", "1+", "u8(", "if a {", "let a = b else {", "(a:", "x[", "hash(hash(", "/*", "\"",
    "match a { 1 => ",
  ])
  func deepNesting(_ piece: String) {
    let deep = String(repeating: piece, count: 3_000)
    compile(Array(deep.utf8))
    compile(Array("nf T { port a\n const x = \(deep)\n on packet(ip: ipv4) { \(deep) } otherwise drop \"no\" }".utf8))
  }

  @Test func conversionsThatCopyTheirOperandStayBounded() {
    var index = "0"
    for _ in 0..<20 { index = "u32(hash(W(t[\(index)])))" }
    let text = """
      nf T {
        port a
        struct W { pair: (u16, u16, u16, u16) }
        config table t: array[(u8, u8, u8, u8)] { size 4 }
        on packet() { let x = \(index)
          reply }
        otherwise drop "no"
      }
      """
    compile(Array(text.utf8))
  }
}
