import Glibc
import Traffic
import Wire

/// The capture reader, and what looks into packets of a capture.
struct CaptureTarget: FuzzTarget {
  let regressions: [[UInt8]]
  private let captures: [[UInt8]]
  /// A file without a name, which the reader opens by its descriptor's.
  private let descriptor: Int32

  init(_ corpus: Corpus) throws {
    regressions = try corpus.regressions(.capture)
    captures = try CaptureSamples.all()
    var path = Array("/tmp/cora-fuzz-capture-XXXXXX".utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0, unlink(path) == 0 else { throw FuzzError("no temporary file can be made") }
  }

  func input(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = random.pick(captures) ?? []
    ByteMutator().mutate(&bytes, others: captures, &random)
    return bytes
  }

  func run(_ input: [UInt8]) throws -> Bool {
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, input, input.count, 0) == input.count else {
      throw FuzzError("the temporary file cannot be written")
    }
    var builder = ProfileBuilder()
    do throws(CaptureError) {
      let reader = try CaptureReader(path: "/proc/self/fd/\(descriptor)")
      while let packet = try reader.next() { look(into: packet, &builder) }
    } catch {
      // A damaged capture ends with one error; the packets before it count.
      _ = error.description
    }
    guard let profile = builder.profile() else { return false }
    _ = try TrafficProfile(yaml: profile.yaml, file: "profile")
    return true
  }

  private func look(into packet: CapturedPacket, _ builder: inout ProfileBuilder) {
    builder.packet(packet.bytes, time: packet.time)
    _ = PortAssignment.bySource().port(of: packet.bytes)
    _ = PacketNumber.of(packet.bytes)
  }
}

/// Small captures of each format to start from.
enum CaptureSamples {
  static func all() throws -> [[UInt8]] {
    var traffic = RandomTraffic(seed: 11)
    let packets = (0..<12).map { _ in traffic.next().bytes }
    return [pcap(packets, magic: 0xa1b2_c3d4), pcap(packets, magic: 0xa1b2_3c4d), bigEndian(packets), pcapng(packets)]
  }

  private static func pcap(_ packets: [[UInt8]], magic: UInt32) -> [UInt8] {
    var bytes = words([magic, 0x0004_0002, 0, 0, 262_144, 1])
    for (index, packet) in packets.enumerated() {
      let count = UInt32(packet.count)
      bytes += words([UInt32(index), 5, count, count]) + packet
    }
    return bytes
  }

  private static func bigEndian(_ packets: [[UInt8]]) -> [UInt8] {
    var bytes = words([0xa1b2_c3d4, 0x0002_0004, 0, 0, 262_144, 1].map { UInt32($0).byteSwapped })
    for (index, packet) in packets.enumerated() {
      let count = UInt32(packet.count)
      bytes += words([UInt32(index), 5, count, count].map(\.byteSwapped)) + packet
    }
    return bytes
  }

  private static func pcapng(_ packets: [[UInt8]]) -> [UInt8] {
    var bytes = block(0x0a0d_0d0a, words([0x1a2b_3c4d, 0x0000_0001, 0xffff_ffff, 0xffff_ffff]))
    bytes += block(1, words([1, 262_144]))
    for (index, packet) in packets.enumerated() {
      let count = UInt32(packet.count)
      let padding = [UInt8](repeating: 0, count: (4 - packet.count % 4) % 4)
      bytes += block(6, words([0, 0, UInt32(index), count, count]) + packet + padding)
    }
    return bytes
  }

  private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let length = UInt32(body.count + 12)
    return words([type, length]) + body + words([length])
  }

  private static func words(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) } }
  }
}
