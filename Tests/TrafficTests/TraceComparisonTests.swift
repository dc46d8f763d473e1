import Testing
import Traffic
import Wire

@Suite struct TraceComparisonTests {
  private func trace(packets: Int = 500) throws -> Trace {
    var traffic = SyntheticTraffic()
    traffic.flows = 20
    traffic.packets = packets
    return try traffic.trace()
  }

  private func compare(
    _ expected: Trace, _ received: [[UInt8]], _ equality: TraceComparison.Equality = .exact
  ) -> ComparisonResult {
    var comparison = TraceComparison(expected: expected, equality: equality)
    for packet in received { packet.withUnsafeBytes { comparison.receive($0) } }
    return comparison.result
  }

  private func packets(_ trace: Trace) -> [[UInt8]] { (0..<trace.count).map { Array(trace.bytes($0)) } }

  @Test func equalTracesAreEqual() throws {
    let trace = try trace()
    let result = compare(trace, packets(trace))
    #expect(result.isEqual && result.matched == 500 && result.notes.isEmpty)
  }

  @Test func tellsWhatIsWrong() throws {
    let trace = try trace()
    var received = packets(trace)
    received[10][30] ^= 1
    received.append(received[40])
    received.append([1, 2, 3])
    received.remove(at: 20)
    let result = compare(trace, received)
    #expect(result.matched == 498 && result.mismatched == 1 && result.missing == 1 && result.unexpected == 2)
    #expect(result.expected == 500 && result.received == 501 && !result.isEqual)
    #expect(
      result.notes == [
        "received packet 11 is expected packet 11 with other bytes (number 10)", "received packet 500 is not expected",
        "received packet 501 is not expected", "expected packet 21 is missing (number 20)",
      ])
  }

  @Test func orderCountsWithinAFlowOnly() throws {
    let a = CaptureBytes.udp(from: [10, 0, 0, 1], to: [10, 0, 0, 9], payload: [0, 0, 0, 1])
    let b = CaptureBytes.udp(from: [10, 0, 0, 1], to: [10, 0, 0, 9], payload: [0, 0, 0, 2])
    let other = CaptureBytes.udp(from: [10, 0, 0, 2], to: [10, 0, 0, 9], payload: [0, 0, 0, 3])
    var expected = Trace()
    for packet in [a, b, other] { expected.append(packet, port: 0, time: 0) }
    #expect(compare(expected, [other, a, b]).reordered == 0)
    #expect(compare(expected, [other, b, a]).reordered == 1)
  }

  @Test func equalPacketsMatchAsOftenAsTheyAreExpected() throws {
    var expected = Trace()
    for _ in 0..<3 { expected.append([1, 2, 3], port: 0, time: 0) }
    #expect(compare(expected, [[1, 2, 3], [1, 2, 3]]).missing == 1)
    #expect(compare(expected, Array(repeating: [1, 2, 3], count: 4)).unexpected == 1)
  }

  @Test func onePortIsCompared() {
    var expected = Trace()
    expected.append([1], port: 0, time: 0)
    expected.append([2], port: 1, time: 0)
    var comparison = TraceComparison(expected: expected, port: 1)
    [UInt8]([2]).withUnsafeBytes { comparison.receive($0) }
    #expect(comparison.result.isEqual && comparison.result.expected == 1)
  }

  /// The same trace with the source port of each flow changed by a rule, checksums adjusted.
  private func renamed(_ trace: Trace, _ rule: (UInt16) -> UInt16) -> [[UInt8]] {
    packets(trace).map { packet in
      var packet = packet
      let old = UInt16(packet[34]) << 8 | UInt16(packet[35])
      let new = rule(old)
      let sum = UInt32(~(UInt16(packet[40]) << 8 | UInt16(packet[41]))) + UInt32(~old) + UInt32(new)
      let folded = (sum & 0xffff) + (sum >> 16)
      let checksum = ~UInt16(truncatingIfNeeded: (folded & 0xffff) + (folded >> 16))
      packet[34...35] = [UInt8(new >> 8), UInt8(new & 255)]
      packet[40...41] = [UInt8(checksum >> 8), UInt8(checksum & 255)]
      return packet
    }
  }

  @Test func sourcePortsMayBeOtherOnesOneToOne() throws {
    var traffic = SyntheticTraffic()
    traffic.flows = 20
    traffic.packets = 500
    traffic.inside = try #require(IPPrefix("10.0.0.1"))
    let trace = try traffic.trace()
    let flipped = renamed(trace) { $0 ^ 0x0101 }
    #expect(compare(trace, flipped).matched == 0)
    #expect(compare(trace, flipped, .sourcePortsRenamed).isEqual)
    let merged = compare(trace, renamed(trace) { _ in 5000 }, .sourcePortsRenamed)
    #expect(merged.matched < 500 && merged.mismatched == 500 - merged.matched)
    var damaged = flipped
    damaged[3][41] ^= 1
    #expect(compare(trace, damaged, .sourcePortsRenamed).mismatched == 1)
  }
}
