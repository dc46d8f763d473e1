import Testing
import Traffic
import Wire

/// Damaged captures: never a crash, at most one error, and nothing that a capture cannot hold.
@Suite struct CaptureFuzzTests {
  private static let frames = [
    CaptureBytes.udp(from: [10, 0, 0, 1], to: [198, 51, 100, 1], payload: [1, 2, 3, 4]),
    CaptureBytes.udp(from: [198, 51, 100, 1], to: [10, 0, 0, 1]), [1, 2, 3],
  ]

  @Test(arguments: ["pcap", "pcapng", "big-endian pcap"]) func survivesMutations(format: String) throws {
    let whole =
      switch format {
      case "pcap": CaptureBytes.pcap(Self.frames.map { (1, 1, $0) })
      case "pcapng": CaptureBytes.pcapng(Self.frames.map { (1, $0) })
      default: CaptureBytes.bigEndianPcap(Self.frames.map { (1, 1, $0) })
      }
    let scratch = try Scratch()
    var random = SplitMix64(seed: UInt64(whole.count))
    var delivered = 0
    var refused = 0
    for _ in 0..<1500 {
      let path = try scratch.file("mutated", random.mutated(whole))
      let result = ReadResult(path: path)
      delivered += result.packets.count
      refused += result.error == nil ? 0 : 1
      #expect(result.packets.allSatisfy { $0.bytes.count <= 262_144 })
      consume(result)
    }
    #expect(delivered > 0 && refused > 0, "the mutations must leave some packets and break some captures")
  }

  /// Runs everything that looks into packets over what was delivered.
  private func consume(_ result: ReadResult) {
    var builder = ProfileBuilder()
    for packet in result.packets {
      packet.bytes.withUnsafeBytes { bytes in
        builder.packet(bytes, time: packet.time)
        _ = PortAssignment.bySource().port(of: bytes)
        _ = PacketNumber.of(bytes)
      }
    }
    if let profile = builder.profile() {
      #expect(throws: Never.self) { try TrafficProfile(yaml: profile.yaml, file: "p") }
    }
  }

  @Test func survivesMutatedFrames() {
    var random = SplitMix64(seed: 5)
    var builder = ProfileBuilder()
    var comparison = TraceComparison(expected: Trace(), equality: .sourcePortsRenamed)
    for _ in 0..<20_000 {
      let frame = random.mutated(Self.frames[random.below(Self.frames.count)])
      frame.withUnsafeBytes { bytes in
        builder.packet(bytes, time: random.next())
        comparison.receive(bytes)
      }
    }
    #expect(builder.profile()?.packets == 20_000)
    #expect(comparison.result.unexpected == 20_000)
  }
}

extension SplitMix64 {
  /// A few bytes changed, removed, inserted, or the end cut off.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0...below(4) where !result.isEmpty {
      let place = below(result.count)
      switch below(5) {
      case 0: result.removeLast(below(result.count))
      case 1: result.remove(at: place)
      case 2: result.insert(UInt8(truncatingIfNeeded: next()), at: place)
      case 3: result[place] = [0, 0xff, 0x7f, 0x80][below(4)]
      default: result[place] ^= 1 << UInt8(below(8))
      }
    }
    return result
  }
}
