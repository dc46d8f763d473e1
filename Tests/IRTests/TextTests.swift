import Diagnostics
import Testing
import Wire

@testable import IR

@Suite struct TextTests {
  @Test(arguments: Sample.all) func readsBackExactly(text: String) throws {
    let program = try Program(parsing: text, file: "sample.cir")
    #expect(program.text == text)
    #expect(try Program(parsing: program.text) == program)
  }

  @Test func spansKeepTheirFile() throws {
    var program = try Program(parsing: Sample.flowmon)
    program.blocks[1].terminatorSpan = SourceSpan(
      file: "lib/a \"b\"\n.nf", start: SourcePosition(line: 3, column: 4), end: SourcePosition(line: 3, column: 9))
    #expect(try Program(parsing: program.text) == program)
  }

  @Test func namesThatAreNoWordsAreQuoted() throws {
    var program = try Program(parsing: Sample.nat)
    program.states[0].name = "edge.bindings"
    program.entries[0].name = "v1"
    program.entries[1].name = "v1"
    program.ports[0] = "lan 0"
    program.blocks[3].label = ""
    #expect(try Program(parsing: program.text) == program)
    #expect(program.text.contains("read #1.port"))
  }

  @Test func digestIgnoresSpansAndFile() throws {
    let program = try Program(parsing: Sample.nat)
    var moved = program
    moved.sourceFile = "other.nf"
    moved.states[0].span = nil
    #expect(moved.digest == program.digest)
    #expect(moved.digest.count == 16)
    moved.states[1].name = "tenants"
    #expect(moved.digest != program.digest)
  }

  @Test(arguments: [
    ("program", "1:8: error: expected the program's name"),
    ("program A\nblock b1 x:\n", "2:7: error: expected 'b0', not 'b1'"),
    ("program A\nblock b0 x:\n  v0: u65 = constant 1", "3:7: error: expected a type"),
    ("program A\nblock b0 x:\n  v1: u8 = constant 1\n reply", "error: value ids have a gap"),
    ("program A\nblock b0 x:\n  branch v7: then b1, else b2", "3:10: error: v7 is defined nowhere"),
    ("program A\nport x\nblock b0 x:\n  forward y", "4:11: error: there is no port named \"y\""),
    ("program A from \"x", "1:16: error: the string does not end"),
    ("program A\n  $", "2:3: error: unexpected character"),
    ("program A\nblock b0 x:\n  v0: u8 = constant 99999999999999999999\n", "3:21: error:"),
    ("program A\nblock b0 x:\n  v0: u8 = constant 1\n  v0: u16 = constant 1\n reply", "4:3: error: v0 had"),
    ("program A\nring r 5 slots over nothing.weight\n", "2:21: error: there is no state named"),
    ("program A\nblock b0 x:\n  v0: u8 = reply", "3:12: error: 'reply' has no result"),
    ("program A\nblock b0 x:\n  fly\n", "3:3: error: there is no instruction 'fly'"),
  ]) func mistakesHaveAPlace(text: String, message: String) {
    #expect {
      try Program(parsing: text, file: "bad.cir")
    } throws: { error in
      "\(error)".hasPrefix("bad.cir:") && "\(error)".contains(message)
    }
  }

  /// Damaged texts are refused or read, and what is read is written, read back and verified without a trap.
  @Test(arguments: Sample.all) func damageNeverCrashes(text: String) {
    var random = SplitMix64(seed: 42)
    var refused = 0
    for _ in 0..<600 {
      let damaged = text.damaged(by: &random)
      guard let program = try? Program(parsing: damaged) else {
        refused += 1
        continue
      }
      #expect(try! Program(parsing: program.text) == program)
    }
    #expect(refused > 100)
  }
}

extension String {
  /// The text with one to three changes: a byte replaced, a number replaced, a stretch cut out or doubled.
  func damaged(by random: inout SplitMix64) -> String {
    var bytes = Array(utf8)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard bytes.count > 2 else { break }
      let start = Int.random(in: 0..<bytes.count - 1, using: &random)
      let end = Swift.min(bytes.count, start + Int.random(in: 1...20, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[start] = UInt8.random(in: 0...255, using: &random)
      case 1:
        let digits = bytes.indices.filter { bytes[$0] >= 48 && bytes[$0] <= 57 }
        if let digit = digits.randomElement(using: &random) {
          bytes.replaceSubrange(digit...digit, with: "\(UInt8.random(in: 0...99, using: &random))".utf8)
        }
      case 2: bytes.removeSubrange(start..<end)
      default: bytes.insert(contentsOf: bytes[start..<end], at: start)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
