import Testing
import Traffic
import Wire

@Suite struct TraceCaptureTests {
  private let inside = CaptureBytes.udp(from: [192, 168, 1, 9], to: [198, 51, 100, 1])
  private let outside = CaptureBytes.udp(from: [198, 51, 100, 1], to: [192, 168, 1, 9])

  @Test func mergesByTimeAndKeepsTheOrderOfCaptures() throws {
    let scratch = try Scratch()
    let a = try scratch.file("a.pcap", CaptureBytes.pcap([(1, 0, [1]), (3, 0, [2])]))
    let b = try scratch.file("b.pcap", CaptureBytes.pcap([(1, 0, [3]), (2, 0, [4]), (4, 0, [5])]))
    let trace = try Trace(captures: [
      CaptureSource(path: a, ports: .fixed(0)), CaptureSource(path: b, ports: .fixed(1)),
    ])
    #expect((0..<trace.count).map { trace.bytes($0).first } == [1, 3, 4, 2, 5])
    #expect(trace.records.map(\.port) == [0, 1, 1, 0, 1])
  }

  @Test func timesDoNotGoBack() throws {
    let scratch = try Scratch()
    let path = try scratch.file("a.pcap", CaptureBytes.pcap([(5, 0, [1]), (3, 0, [2]), (6, 0, [3])]))
    let trace = try Trace(captures: [CaptureSource(path: path)])
    #expect(trace.records.map(\.time) == [5_000_000_000, 5_000_000_000, 6_000_000_000])
  }

  @Test func aCutCaptureDoesNotStopTheOthers() throws {
    let scratch = try Scratch()
    let a = try scratch.file("a.pcap", CaptureBytes.pcap([(1, 0, [1]), (2, 0, [2])]).dropLast())
    let b = try scratch.file("b.pcap", CaptureBytes.pcap([(3, 0, [3])]))
    let sources = [CaptureSource(path: a), CaptureSource(path: b)]
    let (trace, cut) = try Trace.reading(sources)
    #expect((0..<trace.count).map { trace.bytes($0).first } == [1, 3])
    #expect(cut?.file == a && cut?.packets == 1)
    #expect(throws: CaptureError.self) { try Trace(captures: sources) }
  }

  @Test func portsComeFromSourceAddresses() throws {
    let arp: [UInt8] =
      [UInt8](repeating: 255, count: 12) + [8, 6, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1]
    var tagged = inside
    tagged.insert(contentsOf: [0x81, 0, 0, 7], at: 12)
    func port(_ frame: [UInt8], _ ports: PortAssignment = .bySource()) -> UInt16 {
      frame.withUnsafeBytes { ports.port(of: $0) }
    }
    #expect(port(inside) == 0)
    #expect(port(outside) == 1)
    #expect(port(tagged) == 0)
    #expect(port(arp) == 0)
    #expect(port([1, 2, 3]) == 1)
    #expect(port(outside, .bySource(inside: [try #require(IPPrefix("198.51.100.0/24"))])) == 0)
    #expect(port(inside, .fixed(4)) == 4)
  }

  @Test func prefixesHoldTheirAddresses() throws {
    func holds(_ prefix: String, _ address: String) throws -> Bool {
      try #require(IPPrefix(prefix)).contains(try #require(IPAddress(address)))
    }
    #expect(try holds("172.16.0.0/12", "172.31.255.255") && !holds("172.16.0.0/12", "172.32.0.0"))
    #expect(try holds("fc00::/7", "fdff::1") && !holds("fc00::/7", "fe80::1"))
    #expect(try holds("2001:db8::/96", "2001:db8::1.2.3.4") && !holds("2001:db8::/96", "2001:db8::1:0:0"))
    #expect(try holds("0.0.0.0/0", "255.255.255.255") && !holds("0.0.0.0/0", "::1"))
    #expect(try holds("10.1.2.3", "10.1.2.3") && !holds("10.1.2.3", "10.1.2.4"))
    for text in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/-1", "10.0.0.0/8/8", "a"] {
      #expect(IPPrefix(text) == nil)
    }
  }

  @Test func writesOnePort() throws {
    let scratch = try Scratch()
    var trace = Trace()
    trace.append([1], port: 0, time: 5)
    trace.append([2], port: 1, time: 6)
    try trace.write(to: scratch.file("a.pcap"), port: 1)
    #expect(ReadResult(path: scratch.file("a.pcap")).packets.map(\.bytes) == [[2]])
  }
}
