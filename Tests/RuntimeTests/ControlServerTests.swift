import Foundation
import Plan
import Testing

@testable import Runtime

/// The socket's manners towards good and bad clients.
@Suite struct ControlServerTests {
  private static func withServer(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "cora-\(UUID().uuidString.prefix(8)).sock").path
    let server = try ControlServer(path: path) { Array("{\"asked\":\"\($0.rawValue)\"}".utf8) }
    try server.start()
    defer { server.stop() }
    try body(path)
    server.stop()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func answersLineByLine() throws {
    try Self.withServer { path in
      let client = try SocketClient(path)
      #expect(try client.ask("status") == #"{"asked":"status"}"#)
      #expect(try client.ask("snapshot\r") == #"{"asked":"snapshot"}"#)
      #expect(try client.ask("status\nhotset", lines: 2) == "{\"asked\":\"status\"}\n{\"asked\":\"hotset\"}")
    }
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    try Self.withServer { path in
      let client = try SocketClient(path)
      #expect(try client.ask("reboot").contains("unknown request"))
      #expect(try client.ask("status") == #"{"asked":"status"}"#)
    }
  }

  @Test func anEndlessLineEndsItsConnectionAlone() throws {
    try Self.withServer { path in
      let bad = try SocketClient(path)
      let good = try SocketClient(path)
      bad.send(String(repeating: "x", count: 4096))
      #expect(try bad.readToEnd() == "")
      #expect(try good.ask("status") == #"{"asked":"status"}"#)
    }
  }

  @Test func clientsThatComeAndGoDoNotMatter() throws {
    try Self.withServer { path in
      for _ in 0..<100 { _ = try SocketClient(path) }
      for _ in 0..<50 { try SocketClient(path).send("sta") }
      #expect(try SocketClient(path).ask("status") == #"{"asked":"status"}"#)
    }
  }

  @Test func aSocketNobodyCanMakeIsAnError() {
    #expect(throws: DaemonError.self) { try ControlServer(path: "/nowhere/at/all.sock") { _ in [] } }
    let long = "/tmp/" + String(repeating: "x", count: 200)
    #expect(throws: DaemonError.self) { try ControlServer(path: long) { _ in [] } }
  }

  @Test func aWorkerThatIsGoneIsSaid() throws {
    if Mailbox().ask(.report, milliseconds: 1) != nil { Issue.record("nobody is there to answer") }
  }
}
