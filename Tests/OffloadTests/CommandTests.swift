import Foundation
import Testing

@testable import Driver

/// What the verb is told wrongly, and what it answers.
struct OffloadCommandTests {
  private static func failure(_ object: String, _ target: String, program: String? = nil) -> DriverError? {
    do {
      _ = try OffloadCheck(objectAt: object, target: target, program: program)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("xdp", "target 'xdp' does not offload eBPF"), ("bluefield-2", "target 'bluefield-2' does not offload eBPF"),
  ])
  func targetDoesNotOffload(_ target: String, _ message: String) {
    let failure = Self.failure("/nowhere.o", target)
    #expect(failure?.description == message)
    #expect(failure?.status == 2)
  }

  @Test func targetIsUnknown() { #expect(Self.failure("/nowhere.o", "agilo")?.status == 2) }

  @Test func objectIsNotThere() {
    let failure = Self.failure("/nowhere.o", CaseTests.target)
    #expect(failure?.description == "/nowhere.o: error: the object cannot be read")
    #expect(failure?.status == 1)
  }

  @Test func programIsNotThere() throws {
    let object = try Cases.compile("accept/counter")
    defer { Cases.remove(object) }
    let failure = Self.failure(object, CaseTests.target, program: "tc")
    #expect(failure?.status == 1)
    #expect(failure?.description.hasSuffix("there is no program 'tc', only 'xdp' (counter)") == true)
    #expect(Self.failure(object, CaseTests.target, program: "xdp") == nil)
  }

  @Test func jsonHasAllKeysAlways() throws {
    let object = try Cases.compile("reject/stack_too_large")
    defer { Cases.remove(object) }
    let text = try JSONText.text(try OffloadCheck(objectAt: object, target: CaseTests.target).report)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json["accepted"] as? Bool == false)
    let reason = try #require((json["reasons"] as? [[String: Any]])?.first)
    #expect(Set(reason.keys).isSuperset(of: ["rule", "instruction", "source", "message"]))
    #expect(reason["rule"] as? String == "stack-size")
  }
}
