import Foundation
import Offload
import Testing

@testable import Driver

/// Whatever the bytes, there is an answer: a report, or one error that names a place.
struct HostileObjectTests {
  private static func object(_ name: String) throws -> [UInt8] {
    let path = try Cases.compile(name)
    defer { Cases.remove(path) }
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// True when the bytes are an object, and then it has been checked.
  @discardableResult
  private static func isObject(_ bytes: [UInt8]) -> Bool {
    do {
      return OffloadReport(try EBPFObject(bytes), limits: OffloadLimits()) != nil
    } catch {
      #expect(!error.place.isEmpty && !error.reason.isEmpty)
      return false
    }
  }

  @Test(arguments: ["accept/function_call", "accept/legacy_map"])
  func isCutOffAnywhere(_ name: String) throws {
    let bytes = try Self.object(name)
    #expect(Self.isObject(bytes))
    for length in stride(from: 0, to: bytes.count, by: 13) { #expect(!Self.isObject(Array(bytes[..<length]))) }
  }

  @Test(arguments: ["accept/function_call", "accept/update_and_read", "accept/loop", "accept/legacy_map"])
  func hasOtherBytes(_ name: String) throws {
    let bytes = try Self.object(name)
    var random = name.utf8.reduce(UInt64(1)) { $0 &* 31 &+ UInt64($1) }
    func next(_ bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % bound
    }
    for _ in 0..<1_500 {
      var changed = bytes
      for _ in 0...next(4) { changed[next(bytes.count)] = [0, 1, 0x7f, 0x80, 0xff, UInt8(next(256))][next(6)] }
      Self.isObject(changed)
    }
  }

  /// Every byte of the headers, and of the first sections, set to what is most likely to break something.
  @Test func hasOtherHeaders() throws {
    let bytes = try Self.object("accept/counter")
    let table = Int(bytes[40]) | Int(bytes[41]) << 8
    for place in Array(0..<64) + Array(table..<bytes.count) {
      for value: UInt8 in [0, 0xff] {
        var changed = bytes
        changed[place] = value
        Self.isObject(changed)
      }
    }
  }

  private static func header(_ start: [UInt8]) -> [UInt8] {
    [0x7f, 0x45, 0x4c, 0x46] + start + [UInt8](repeating: 0, count: 80)
  }

  private static let others: [([UInt8], String)] = [
    ([], "byte 0: not an ELF file"),
    (Array("#!/bin/sh\n".utf8), "byte 0: not an ELF file"),
    ([0x7f, 0x45, 0x4c, 0x46, 2, 1], "byte 6: the ELF header is cut off"),
    (header([1]), "byte 4: not a 64-bit ELF file"),
    (header([2, 2]), "byte 5: not little-endian"),
    (header([2, 1]), "byte 18: made for machine 0, not for eBPF (247)"),
  ]

  @Test func isSomethingElse() {
    for (bytes, message) in Self.others {
      do {
        _ = try EBPFObject(bytes)
        Issue.record("read: \(message)")
      } catch {
        #expect(error.description == message)
      }
    }
  }
}
