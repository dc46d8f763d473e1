import Foundation
import Testing
import Traffic
import Wire

@Suite struct CaptureWriterTests {
  @Test func readsBackWhatItWrote() throws {
    let scratch = try Scratch()
    let writer = try CaptureWriter(path: scratch.file("a.pcap"))
    try writer.write([1, 2, 3], time: 1_700_000_000_123_456_789)
    try writer.write([UInt8](), time: 1_700_000_000_123_456_790)
    try writer.write([UInt8](repeating: 5, count: 9000), time: 1_700_000_001_000_000_000, originalLength: 12_000)
    #expect(scratch.names.allSatisfy { $0.hasPrefix(".a.pcap.") && $0.hasSuffix(".partial") })
    try writer.finish()
    #expect(scratch.names == ["a.pcap"])
    let result = ReadResult(path: scratch.file("a.pcap"))
    #expect(result.error == nil)
    #expect(
      result.packets.map(\.time) == [1_700_000_000_123_456_789, 1_700_000_000_123_456_790, 1_700_000_001_000_000_000])
    #expect(result.packets.map(\.bytes.count) == [3, 0, 9000])
    #expect(result.packets.map(\.originalLength) == [3, 0, 12_000])
  }

  @Test func leavesNothingWithoutFinish() throws {
    let scratch = try Scratch()
    var writer: CaptureWriter? = try CaptureWriter(path: scratch.file("a.pcap"))
    try writer?.write([1, 2, 3], time: 1)
    writer = nil
    #expect(scratch.names == [])
  }

  @Test func keepsTheOldFileUntilFinish() throws {
    let scratch = try Scratch()
    let path = try scratch.file("a.pcap", [1, 2, 3])
    var writer: CaptureWriter? = try CaptureWriter(path: path)
    #expect(try scratch.bytes("a.pcap") == [1, 2, 3])
    try writer?.finish()
    writer = nil
    #expect(try scratch.bytes("a.pcap").count == 24)
  }

  @Test func writesThroughASymbolicLink() throws {
    let scratch = try Scratch()
    let target = try scratch.file("target.pcap", [])
    try FileManager.default.createSymbolicLink(atPath: scratch.file("link.pcap"), withDestinationPath: target)
    try CaptureWriter(path: scratch.file("link.pcap")).finish()
    #expect(try scratch.bytes("target.pcap").count == 24)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.file("link.pcap")) == target)
  }

  @Test func writesToADeviceInsteadOfReplacingIt() throws {
    let writer = try CaptureWriter(path: "/dev/null")
    try writer.write([1], time: 1)
    try writer.finish()
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(type == .typeCharacterSpecial)
  }

  @Test func refusesWhatCannotBeWritten() throws {
    let scratch = try Scratch()
    for path in [scratch.file("missing/a.pcap"), scratch.path] {
      let error = #expect(throws: CaptureError.self) { try CaptureWriter(path: path).finish() }
      #expect(error?.kind == .unwritable)
    }
    #expect(scratch.names == [])
  }

  @Test func aFullDiskIsOneError() throws {
    let error = #expect(throws: CaptureError.self) {
      let writer = try CaptureWriter(path: "/dev/full")
      try writer.finish()
    }
    #expect(error?.description == "/dev/full: error: cannot be written: No space left on device")
  }
}
