import Foundation
import Testbed

/// What `iperf3` measured between two hosts.
struct Iperf: Decodable {
  struct Sum: Decodable {
    var bytes: Int
    var packets: Int?
    var lost_packets: Int?
  }

  struct End: Decodable {
    var sum_received: Sum?
    var sum: Sum?
  }

  struct Start: Decodable {
    struct Connection: Decodable { var remote_host: String }
    var connected: [Connection]
  }

  var start: Start
  var end: End

  /// Bytes that arrived.
  var received: Int { end.sum_received?.bytes ?? end.sum?.bytes ?? 0 }

  /// Runs `iperf3` for a second with more arguments, such as `-u`; returns what the client and the server say.
  static func run(from client: Namespace, to server: Namespace, _ more: [String]) throws -> (client: Iperf, server: Iperf) {
    let listener = try server.start(["iperf3", "-s", "-1", "-J", "-p", "5201"])
    defer { listener.stop() }
    let isListening = try BackgroundProcess.await(timeout: 10) {
      try server.require(["ss", "-Htln", "sport = :5201"]).contains("5201")
    }
    guard isListening else { throw TestbedError("iperf3 does not listen: \(listener.errors)\(listener.output)") }
    let said = try client.require(["iperf3", "-c", server.ipv4, "-t", "1", "-J"] + more)
    let heard = listener.wait(timeout: 10)
    return (try decode(said), try decode(heard.output))
  }

  private static func decode(_ text: String) throws -> Iperf {
    do {
      return try JSONDecoder().decode(Iperf.self, from: Data(text.utf8))
    } catch {
      throw TestbedError("iperf3 says: \(text)")
    }
  }
}
