import Testing
import Traffic
import Wire

/// What a reader delivered, and how it ended.
struct ReadResult: Equatable {
  struct Packet: Equatable {
    var time: UInt64
    var bytes: [UInt8]
    var originalLength: Int
  }

  var packets: [Packet] = []
  var error: CaptureError?

  init(path: String) {
    do throws(CaptureError) {
      let reader = try CaptureReader(path: path)
      while let packet = try reader.next() {
        packets.append(Packet(time: packet.time, bytes: Array(packet.bytes), originalLength: packet.originalLength))
      }
    } catch {
      self.error = error
    }
  }
}

@Suite struct CaptureReaderTests {
  @Test func readsMicroseconds() throws {
    let scratch = try Scratch()
    let frames = [[UInt8](repeating: 7, count: 60), [1, 2, 3]]
    let path = try scratch.file("a.pcap", CaptureBytes.pcap([(1, 5, frames[0]), (2, 999_999, frames[1])]))
    let result = ReadResult(path: path)
    #expect(result.error == nil)
    #expect(result.packets.map(\.time) == [1_000_005_000, 2_999_999_000])
    #expect(result.packets.map(\.bytes) == frames)
  }

  @Test func readsNanosecondsOfTheOtherByteOrder() throws {
    let scratch = try Scratch()
    let path = try scratch.file("a.pcap", CaptureBytes.bigEndianPcap([(1, 123_456_789, [9, 9])]))
    let result = ReadResult(path: path)
    #expect(result.packets == [.init(time: 1_123_456_789, bytes: [9, 9], originalLength: 2)])
    #expect(result.error == nil)
  }

  @Test func readsPcapng() throws {
    let scratch = try Scratch()
    let path = try scratch.file("a.pcapng", CaptureBytes.pcapng([(5_000_000_001, [1, 2, 3]), (5_000_000_002, [4])]))
    let result = ReadResult(path: path)
    #expect(result.error == nil)
    #expect(result.packets.map(\.time) == [5_000_000_001, 5_000_000_002])
    #expect(result.packets.map(\.bytes) == [[1, 2, 3], [4]])
  }

  @Test func readsSecondsPast2038() throws {
    let scratch = try Scratch()
    let path = try scratch.file("a.pcap", CaptureBytes.pcap([(4_000_000_000, 1, [1])]))
    #expect(ReadResult(path: path).packets.map(\.time) == [4_000_000_000_000_001_000])
  }

  @Test func refusesWhatIsMissing() {
    let error = ReadResult(path: "/nowhere/a.pcap").error
    #expect(error?.kind == .unreadable)
    #expect(error?.description == "/nowhere/a.pcap: error: cannot be read: No such file or directory")
  }

  @Test func refusesOtherFiles() throws {
    let scratch = try Scratch()
    for bytes in [[], [1], Array("not a capture, whatever it is called".utf8)] {
      #expect(ReadResult(path: try scratch.file("a.pcap", bytes)).error?.kind == .notACapture)
    }
    #expect(ReadResult(path: scratch.path).error?.kind == .notACapture)
  }

  @Test func refusesOtherLinkTypes() throws {
    let scratch = try Scratch()
    let path = try scratch.file("a.pcap", CaptureBytes.pcap(linkType: 101, [(1, 1, [0x45])]))
    let error = ReadResult(path: path).error
    #expect(error?.kind == .notEthernet)
    #expect(error?.description == "\(path): error: link type RAW, only Ethernet (EN10MB) is read")
  }

  @Test func aCutPcapDeliversWhatIsWhole() throws {
    let scratch = try Scratch()
    let frames: [[UInt8]] = [[1, 2, 3, 4, 5], [6], [7, 8, 9]]
    let whole = CaptureBytes.pcap(frames.map { (1, 1, $0) })
    let ends = frames.reduce(into: [24]) { $0.append($0[$0.count - 1] + 16 + $1.count) }
    for length in 0..<whole.count {
      let path = try scratch.file("cut.pcap", Array(whole.prefix(length)))
      let result = ReadResult(path: path)
      guard length >= 24 else {
        #expect(result.error?.kind == .notACapture)
        continue
      }
      let packets = ends.lastIndex { $0 <= length } ?? 0
      #expect(result.packets.map(\.bytes) == Array(frames.prefix(packets)))
      guard length != ends[packets] else {
        #expect(result.error == nil)
        continue
      }
      #expect(result.error?.kind == .cut)
      #expect(result.error?.packets == packets)
      #expect(result.error?.byte == ends[packets])
    }
  }

  @Test func aCutPcapngDeliversWhatIsWhole() throws {
    let scratch = try Scratch()
    let frames: [[UInt8]] = [[1, 2, 3, 4, 5], [6], [7, 8, 9]]
    let whole = CaptureBytes.pcapng(frames.map { (1, $0) })
    let ends = frames.reduce(into: [60]) { $0.append($0[$0.count - 1] + 32 + ($1.count + 3) / 4 * 4) }
    #expect(ends.last == whole.count)
    for length in 60..<whole.count {
      let result = ReadResult(path: try scratch.file("cut.pcapng", Array(whole.prefix(length))))
      let packets = ends.lastIndex { $0 <= length } ?? 0
      #expect(result.packets.map(\.bytes) == Array(frames.prefix(packets)))
      #expect(result.error?.kind == (length == ends[packets] ? nil : .cut), "cut at \(length)")
    }
  }

  @Test func anErrorIsThrownOnce() throws {
    let scratch = try Scratch()
    let whole = CaptureBytes.pcap([(1, 1, [1, 2, 3])])
    let reader = try CaptureReader(path: try scratch.file("cut.pcap", whole.dropLast()))
    #expect(throws: CaptureError.self) { try reader.next() }
    #expect(try reader.next() == nil)
  }

  @Test(arguments: Repository.sharedCaptures) func readsRealCaptures(path: String) {
    let result = ReadResult(path: path)
    #expect(!result.packets.isEmpty || result.error != nil)
    #expect(
      result.packets.allSatisfy {
        $0.bytes.count <= max($0.originalLength, $0.bytes.count) && $0.bytes.count <= 262_144
      })
  }
}
